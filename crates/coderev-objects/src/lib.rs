//! Kubernetes objects as data, from any source.
