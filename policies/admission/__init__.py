"""The rules about Kubernetes objects as an API server can hold them: ValidatingAdmissionPolicy, in CEL."""
