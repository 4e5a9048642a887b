//! Rules about Kubernetes objects, whoever wrote them.
