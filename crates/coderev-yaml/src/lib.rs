//! YAML for Kubernetes.
