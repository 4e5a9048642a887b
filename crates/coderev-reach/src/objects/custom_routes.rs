//! Routes of the Gateway API and of OpenShift.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::Value;

use super::{Backend, BackendPort, Route, list, object_key};

impl Route {
    /// Reads a route of the Gateway API, such as `HTTPRoute` or `GRPCRoute`. Parts that cannot be read are skipped.
    #[must_use]
    pub fn from_gateway_api(kind: &str, value: &Value) -> Self {
        let ((own, name), spec) = (object_key(value), &value["spec"]);
        let mut hosts: Vec<String> = list(&spec["hostnames"]).iter().map(text).collect();
        if hosts.is_empty() {
            hosts.push("*".into());
        }
        let mut backends = Vec::new();
        for rule in list(&spec["rules"]) {
            let paths = list(&rule["matches"]).iter().filter_map(|it| match it["method"]["service"].as_str() {
                Some(service) => Some(format!("/{service}/{}", it["method"]["method"].as_str().unwrap_or_default())),
                None => it["path"]["value"].as_str().map(str::to_owned),
            });
            let mut paths: Vec<String> = paths.collect();
            if paths.is_empty() {
                paths.push("/".into());
            }
            let is_service = |it: &&Value| matches!(it["kind"].as_str(), None | Some("Service"));
            let mirrors =
                list(&rule["filters"]).iter().map(|it| &it["requestMirror"]["backendRef"]).filter(|it| it.is_object());
            for backend in list(&rule["backendRefs"]).iter().chain(mirrors).filter(is_service) {
                let port = backend["port"].as_i64().and_then(|it| i32::try_from(it).ok());
                backends.push(Backend {
                    hosts: hosts.clone(),
                    path: paths.join(", "),
                    namespace: backend["namespace"].as_str().unwrap_or(&own).to_owned(),
                    service: text(&backend["name"]),
                    port: port.map_or(BackendPort::Every, BackendPort::Number),
                });
            }
        }
        Self { kind: kind.to_owned(), namespace: own, name, backends }
    }

    /// Reads a `Route` of OpenShift, which refers to a port by the port's number or name in the pods. Parts that
    /// cannot be read are skipped.
    #[must_use]
    pub fn from_openshift(value: &Value) -> Self {
        let ((own, name), spec) = (object_key(value), &value["spec"]);
        let port = match &spec["port"]["targetPort"] {
            Value::String(name) => BackendPort::Target(IntOrString::String(name.clone())),
            Value::Number(number) => {
                let number = number.as_i64().and_then(|it| i32::try_from(it).ok()).unwrap_or_default();
                BackendPort::Target(IntOrString::Int(number))
            }
            _ => BackendPort::Every,
        };
        let all = std::iter::once(&spec["to"]).chain(list(&spec["alternateBackends"]));
        let backends = all.filter(|it| matches!(it["kind"].as_str(), None | Some("Service"))).map(|it| Backend {
            hosts: vec![spec["host"].as_str().unwrap_or("*").to_owned()],
            path: spec["path"].as_str().unwrap_or("/").to_owned(),
            namespace: own.clone(),
            service: text(&it["name"]),
            port: port.clone(),
        });
        let backends = backends.collect();
        Self { kind: "Route".into(), namespace: own, name, backends }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Route;
    use serde_json::json;

    #[test]
    fn a_grpc_method_is_an_http_path() {
        let route = |method| {
            let rule = json!({"matches": [{"method": method}], "backendRefs": [{"name": "quotes", "port": 9000}]});
            let value = json!({"metadata": {"name": "quotes"}, "spec": {"rules": [rule]}});
            Route::from_gateway_api("GRPCRoute", &value).backends[0].path.clone()
        };
        assert_eq!(route(json!({"service": "acme.Quotes"})), "/acme.Quotes/");
        assert_eq!(route(json!({"service": "acme.Quotes", "method": "Get"})), "/acme.Quotes/Get");
    }
}
