//! The examples of all rules. The comments in them are the findings that are expected.
//!
//! Written by `cargo xtask rule-docs` from the rules: edit those.

#[test]
fn acme_setting_without_acme() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::issuer("house").staging()))
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::issuer("house")))
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn activation_setting_without_zero() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(
            Autoscale::new(3..=9).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")).cooldown_period(minutes(10)),
        )
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(
            Autoscale::new(3..=9).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")),
        )
    }
}

#[test]
fn address_without_pods() {
    check! {
        let scale = Autoscale::new(0..=2).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC"));
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(scale);
        Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).service(web)
    }
    check! {
        let scale = Autoscale::new(1..=2).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC"));
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(scale);
        Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).service(web)
    }
}

#[test]
fn ambiguous_host() {
    check! {
        let [shop, admin] = ["shop.acme.dev", "admin.acme.dev"].map(Host::new);
        let web = web().route(prefix("/").on(&shop)).route(prefix("/admin"));
        let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
    check! {
        let [shop, admin] = ["shop.acme.dev", "admin.acme.dev"].map(Host::new);
        let web = web().route(prefix("/").on(&shop)).route(prefix("/admin").on(&admin));
        let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
}

#[test]
fn annotation_without_object() {
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").annotation(Object::SERVICE, "acme.dev/owner", "shop")
    }
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").annotation(Object::DEPLOYMENT, "acme.dev/owner", "shop")
    }
}

#[test]
fn autoscaler_bounds() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(9..=5))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(5..=9))
    }
}

#[test]
fn conflicting_volume_claim() {
    check! {
        Namespace::new("shop", Stable)
            .service(service("web").replicas(3).mount("/data", &claim("data", gibi(1))))
            .service(service("api").replicas(3).mount("/data", &claim("data", gibi(2))))
    }
    check! {
        Namespace::new("shop", Stable)
            .service(service("web").replicas(3).mount("/data", &claim("web-data", gibi(1))))
            .service(service("api").replicas(3).mount("/data", &claim("api-data", gibi(2))))
    }
}

#[test]
fn connections_exhausted() {
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=400)).uses(&POSTGRES)))
            .namespace(infrastructure())
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=20)).uses(&POSTGRES)))
            .namespace(infrastructure())
    }
}

#[test]
fn cors_without_origin() {
    check! {
        published(web().route(prefix("/").allow_header("Authorization")))
    }
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_header("Authorization")))
    }
}

#[test]
fn credentials_for_every_origin() {
    check! {
        published(web().route(prefix("/").allow_origin("*").allow_credentials()))
    }
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials()))
    }
}

#[test]
fn defaults_without_workload() {
    check! {
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).defaults(complete()))
    }
    check! {
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).defaults(complete()).service(web()))
    }
}

#[test]
fn dns01_needed() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev")))
            .namespace(Namespace::new("shop", Stable).host(Host::new("*.acme.dev")).service(web().route(prefix("/"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").dns01(json!({"cloudDNS": {"project": "acme"}}))))
            .namespace(Namespace::new("shop", Stable).host(Host::new("*.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn duplicate_container() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .sidecar(container("proxy"))
            .init(container("proxy"))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .sidecar(container("proxy"))
            .init(container("proxy-setup"))
    }
}

#[test]
fn duplicate_host() {
    check! {
        let namespace = |name: &str| {
            Namespace::new(name, Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix(format!("/{name}"))))
        };
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(namespace("shop")).namespace(namespace("bank"))
    }
    check! {
        let namespace = |name: &str| {
            let host = Host::new(format!("{name}.acme.dev"));
            Namespace::new(name, Stable).host(host).service(web().route(prefix(format!("/{name}"))))
        };
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(namespace("shop")).namespace(namespace("bank"))
    }
}

#[test]
fn duplicate_namespace() {
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(service("web")))
            .namespace(Namespace::new("shop", Stable).service(service("api")))
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(service("web")).service(service("api")))
    }
}

#[test]
fn duplicate_provider() {
    check! {
        const ORDERS: Store<Postgres> = Store::postgres("orders");
        let provide = |name: &str| {
            let set = StatefulSet::new("orders", "docker.io/library/postgres:18.1").port(Port::tcp(5432)).provides(&ORDERS);
            Namespace::new(name, Shared).stateful_set(set.pod(complete()))
        };
        Platform::new(Cluster::generic()).namespace(provide("shop")).namespace(provide("bank"))
    }
    check! {
        const ORDERS: Store<Postgres> = Store::postgres("orders");
        let set = StatefulSet::new("orders", "docker.io/library/postgres:18.1").port(Port::tcp(5432)).provides(&ORDERS);
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Shared).stateful_set(set.pod(complete())))
    }
}

#[test]
fn duplicate_route() {
    check! {
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev"));
        let shop = shop
            .service(service("web").route(prefix("/")))
            .service(service("api").route(prefix("/")));
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
    check! {
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev"));
        let shop = shop
            .service(service("web").route(prefix("/")))
            .service(service("api").route(prefix("/api")));
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
}

#[test]
fn duplicate_variable() {
    check! {
        const USERS: Store<Postgres> = Store::postgres("users");
        let web = web().uses(&POSTGRES).uses(&USERS);
        let users = ExternalStore::new(&USERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"]));
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).store(users).service(web))
            .namespace(infrastructure())
    }
    check! {
        const USERS: Store<Postgres> = Store::postgres("users").env(&[("USERS_URL", "url")]);
        let web = web().uses(&POSTGRES).uses(&USERS);
        let users = ExternalStore::new(&USERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"]));
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).store(users).service(web))
            .namespace(infrastructure())
    }
}

#[test]
fn duplicate_workload() {
    check! {
        Namespace::new("shop", Stable).service(service("web")).service(service("web"))
    }
    check! {
        Namespace::new("shop", Stable).service(service("web")).service(service("api"))
    }
}

#[test]
fn edge_not_on_platform() {
    check! {
        let internal = Edge::gateway().name("internal");
        let host = Host::new("shop.acme.dev").edge(&internal);
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
    }
    check! {
        let internal = Edge::gateway().name("internal");
        let host = Host::new("shop.acme.dev").edge(&internal);
        Platform::new(Cluster::generic())
            .edge(internal)
            .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
    }
}

#[test]
fn edge_without_host() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).service(web()))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn endpoint_not_on_platform() {
    check! {
        let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
        let identity = Namespace::new("identity", Stable);
        let web = web().calls(&identity.endpoint(&auth));
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(web))
    }
    check! {
        let auth = service("auth");
        let identity = Namespace::new("identity", Stable);
        let web = web().calls(&identity.endpoint(&auth));
        Platform::new(Cluster::generic())
            .namespace(identity.service(auth))
            .namespace(Namespace::new("shop", Stable).service(web))
    }
}

#[test]
fn example_host() {
    check! {
        Namespace::new("shop", Stable)
            .host(Host::new("shop.example.com"))
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").route(prefix("/")))
    }
    check! {
        Namespace::new("shop", Stable)
            .host(Host::new("shop.acme.dev"))
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").route(prefix("/")))
    }
}

#[test]
fn external_without_address() {
    check! {
        let api = External::new("api.acme.dev");
        let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
        Namespace::new("tools", Shared).service(relay)
    }
    check! {
        let api = External::new("api.acme.dev").cidrs(&["203.0.113.0/24"]);
        let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
        Namespace::new("tools", Shared).service(relay)
    }
}

#[test]
fn grace_period_too_short() {
    check! {
        published(web().route(prefix("/").timeout(seconds(60))).termination_grace_period(seconds(30)))
    }
    check! {
        published(web().route(prefix("/").timeout(seconds(60))))
    }
}

#[test]
fn grpc_in_read_only_tier() {
    check! {
        let api = read_only("api").port(Port::grpc(9090)).route(prefix("/acme.Api"));
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))
    }
    check! {
        let api = read_only("api").port(Port::http(8000)).route(prefix("/api"));
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))
    }
}

#[test]
fn host_of_another_namespace() {
    check! {
        let admin = Host::new("admin.acme.dev");
        let web = web().route(prefix("/")).route(prefix("/admin").on(&admin));
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
    check! {
        let [shop, admin] = ["shop.acme.dev", "admin.acme.dev"].map(Host::new);
        let web = web().route(prefix("/").on(&shop)).route(prefix("/admin").on(&admin));
        let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
}

#[test]
fn host_path() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/logs", Volume::host_path("/var/log"))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/logs", Volume::empty_dir(mebi(512)))
    }
}

#[test]
fn host_without_route() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web()))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn image_not_pinned() {
    check! {
        Service::new("web", "ghcr.io/acme/web")
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
    }
}

#[test]
fn index_setting_without_index() {
    check! {
        Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").backoff_limit_per_index(1)
    }
    check! {
        Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").completions(12).backoff_limit_per_index(1)
    }
}

#[test]
fn ingress_controller_setting() {
    check! {
        on_nginx(Edge::ingress_nginx().trusted_hops(1), web().route(prefix("/")))
    }
    check! {
        on_nginx(Edge::ingress_nginx(), web().route(prefix("/")))
    }
}

#[test]
fn internal_without_provider() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().internal())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
    check! {
        Platform::new(Cluster::gke())
            .edge(Edge::gateway().internal())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn limit_below_request() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").memory(gibi(2)..=gibi(1))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").memory(gibi(1)..=gibi(2))
    }
}

#[test]
fn malformed_cidr() {
    check! {
        let api = External::new("api.acme.dev").cidrs(&["198.51.100.25"]);
        let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
        Namespace::new("tools", Shared).service(relay)
    }
    check! {
        let api = External::new("api.acme.dev").cidrs(&["198.51.100.25/32"]);
        let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
        Namespace::new("tools", Shared).service(relay)
    }
}

#[test]
fn malformed_failure_policy() {
    check! {
        Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").fail_on_exit_code(0)
    }
    check! {
        Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").fail_on_exit_code(64)
    }
}

#[test]
fn malformed_name() {
    check! {
        Service::new("Auth_Service", "ghcr.io/acme/auth:v1.4.0")
    }
    check! {
        Service::new("auth-service", "ghcr.io/acme/auth:v1.4.0")
    }
}

#[test]
fn malformed_origin() {
    check! {
        published(web().route(prefix("/").allow_origin("app.acme.dev")))
    }
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev")))
    }
}

#[test]
fn malformed_patch() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .patch(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/0/tty", true))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .patch(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/containers/[name=web]/tty", true))
    }
}

#[test]
fn malformed_path() {
    check! {
        published(web().route(prefix("api")))
    }
    check! {
        published(web().route(prefix("/api")))
    }
}

#[test]
fn malformed_port() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .port(Port::http(8000))
            .port(Port::http(8001).name("admin").service(80))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .port(Port::http(8000))
            .port(Port::http(8001).name("admin").service(8001))
    }
}

#[test]
fn malformed_raw() {
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags}\ndata: {beta: yes}\n"))
    }
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags}\ndata: {beta: \"yes\"}\n"))
    }
}

#[test]
fn malformed_schedule() {
    check! {
        CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("every night"))
    }
    check! {
        CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("15 2 * * *"))
    }
}

#[test]
fn malformed_secret_store() {
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", ""))
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
}

#[test]
fn malformed_volume() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .mount("/exports", Volume::raw(json!({"nsf": {"server": "10.0.0.5", "path": "/exports"}})))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .mount("/exports", Volume::raw(json!({"csi": {"driver": "secrets-store.csi.k8s.io", "readOnly": true}})))
    }
}

#[test]
fn method_in_read_only_tier() {
    check! {
        let api = read_only("api").route(prefix("/").method(Method::POST));
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))
    }
    check! {
        let api = read_only("api").route(prefix("/"));
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))
    }
}

#[test]
fn missing_key() {
    check! {
        let config = ConfigMap::new("web").data("log-level", "info");
        Service::new("web", "ghcr.io/acme/web:v1.4.0").env("LOG_LEVEL", config.key("log-levle"))
    }
    check! {
        let config = ConfigMap::new("web").data("log-level", "info");
        Service::new("web", "ghcr.io/acme/web:v1.4.0").env("LOG_LEVEL", config.key("log-level"))
    }
}

#[test]
fn missing_port() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .port(Port::http(8000))
            .readiness(Probe::tcp().port(Port::tcp(9000)))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .port(Port::http(8000))
            .port(Port::tcp(9000).name("admin"))
            .readiness(Probe::tcp().port(Port::tcp(9000).name("admin")))
    }
}

#[test]
fn missing_probe() {
    check! {
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(
            Service::new("web", "ghcr.io/acme/web:v1.4.0")
                .cpu(millis(100)..)
                .memory(mebi(128)..=mebi(256))
                .liveness(Probe::http("/health/live")),
        ))
    }
    check! {
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(
            Service::new("web", "ghcr.io/acme/web:v1.4.0")
                .cpu(millis(100)..)
                .memory(mebi(128)..=mebi(256))
                .liveness(Probe::http("/health/live"))
                .readiness(Probe::http("/health/ready")),
        ))
    }
}

#[test]
fn missing_provider() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").uses(&POSTGRES)
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().uses(&POSTGRES)))
            .namespace(infrastructure())
    }
}

#[test]
fn missing_resources() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").cpu(millis(100)..)
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").cpu(millis(100)..).memory(mebi(128)..=mebi(256))
    }
}

#[test]
fn no_time_to_answer() {
    check! {
        published(web().route(prefix("/").timeout(seconds(0))))
    }
    check! {
        published(web().route(prefix("/").stream_idle_timeout(minutes(5))))
    }
}

#[test]
fn partition_with_on_delete() {
    check! {
        StatefulSet::new("ring", "ghcr.io/acme/ring:v1.4.0").port(Port::tcp(9042)).on_delete().partition(2)
    }
    check! {
        StatefulSet::new("ring", "ghcr.io/acme/ring:v1.4.0").port(Port::tcp(9042)).on_delete()
    }
}

#[test]
fn patch_without_effect() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 3))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 10))
    }
}

#[test]
fn pdb_blocks_drain() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).disruption_budget(min_available(3))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).disruption_budget(max_unavailable(1))
    }
}

#[test]
fn placeholder_left() {
    check! {
        Service::new("web", "gcr.io/PROJECT_ID/web:v1.4.0")
    }
    check! {
        Service::new("web", "gcr.io/acme-shop/web:v1.4.0")
    }
}

#[test]
fn plain_http_with_certificate() {
    check! {
        let host = Host::new("shop.acme.dev").plain_http().tls(Tls::issuer("house"));
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
    }
    check! {
        let host = Host::new("shop.acme.dev").tls(Tls::issuer("house"));
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
    }
}

#[test]
fn pod_security() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::POD).set("/spec/hostPID", true))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
    }
}

#[test]
fn pre_stop_over_grace_period() {
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0")
            .pre_stop_sleep(seconds(60))
            .termination_grace_period(seconds(45))
    }
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0")
            .pre_stop_sleep(seconds(60))
            .termination_grace_period(seconds(75))
    }
}

#[test]
fn quota_too_small() {
    check! {
        Namespace::new("shop", Stable)
            .spec(Stable.spec().quota(Quota::new().pods(3)))
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))
    }
    check! {
        Namespace::new("shop", Stable)
            .spec(Stable.spec().quota(Quota::new().pods(4)))
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))
    }
}

#[test]
fn replicas_outside_tier() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(2)
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(2)
            .allow("replicas-outside-tier", "model calls are expensive")
    }
}

#[test]
fn replicas_with_autoscaler() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).autoscale(Autoscale::new(3..=9))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9))
    }
}

#[test]
fn retired_ingress_controller() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::ingress_nginx())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn role_without_vault() {
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::aws("eu-west-1").role("shop"))
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::aws("eu-west-1").service_account("shop"))
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
}

#[test]
fn root_user() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").run_as_user(0)
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").run_as_user(10001)
    }
}

#[test]
fn route_without_edge() {
    check! {
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
        Platform::new(Cluster::generic()).namespace(shop)
    }
    check! {
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
}

#[test]
fn route_without_host() {
    check! {
        let bank = Namespace::new("bank", Stable).host(Host::new("bank.acme.dev")).service(web().route(prefix("/")));
        let shop = Namespace::new("shop", Stable).service(web().route(prefix("/")));
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(bank).namespace(shop)
    }
    check! {
        let bank = Namespace::new("bank", Stable).host(Host::new("bank.acme.dev")).service(web().route(prefix("/")));
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(bank).namespace(shop)
    }
}

#[test]
fn scaling_setting_without_signal() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9).polling_interval(seconds(30)))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9))
    }
}

#[test]
fn secret_in_raw() {
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: Secret\nmetadata: {name: tokens}\nstringData: {key: abc}\n"))
    }
    check! {
        Namespace::new("shop", Stable)
            .service(service("web").env("TOKEN", Secret::new("tokens").key("key")))
    }
}

#[test]
fn secret_in_text() {
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").args(["--broker=amqps://shop:hunter22@rabbit:5671"])
    }
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0")
            .env("BROKER_PASSWORD", Secret::new("rabbit").key("password"))
            .args(["--broker=amqps://shop:$(BROKER_PASSWORD)@rabbit:5671"])
    }
}

#[test]
fn secret_in_variable() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").env("API_KEY", "sk-live-0123456789abcdef")
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").env("API_KEY", Secret::new("payments").key("api-key"))
    }
}

#[test]
fn setting_without_effect() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(1)).storage_class("fast"))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(1)))
    }
}

#[test]
fn single_node_volume_shared() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(3)
            .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(3)
            .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)).access_mode(AccessMode::ReadWriteMany))
    }
}

#[test]
fn split_exceeds_100() {
    check! {
        let [a, b] = ["web-a", "web-b"].map(service);
        let shop = Namespace::new("shop", Stable);
        let route = prefix("/").split(percent(60), &shop.endpoint(&a)).split(percent(60), &shop.endpoint(&b));
        let shop = shop.host(Host::new("shop.acme.dev")).service(web().route(route)).service(a).service(b);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
    check! {
        let [a, b] = ["web-a", "web-b"].map(service);
        let shop = Namespace::new("shop", Stable);
        let route = prefix("/").split(percent(40), &shop.endpoint(&a)).split(percent(40), &shop.endpoint(&b));
        let shop = shop.host(Host::new("shop.acme.dev")).service(web().route(route)).service(a).service(b);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
}

#[test]
fn store_not_shared() {
    check! {
        const ORDERS: Store<Postgres> = Store::postgres("orders");
        let store = ExternalStore::new(&ORDERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"])).used_by("bank");
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("bank", Stable).store(store).service(web().uses(&ORDERS)))
            .namespace(Namespace::new("shop", Stable).service(web().uses(&ORDERS)))
    }
    check! {
        const ORDERS: Store<Postgres> = Store::postgres("orders");
        let store = ExternalStore::new(&ORDERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"])).used_by("bank");
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("bank", Stable).store(store.used_by("shop")).service(web().uses(&ORDERS)))
            .namespace(Namespace::new("shop", Stable).service(web().uses(&ORDERS)))
    }
}

#[test]
fn store_without_read_only_role() {
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().reads(&NEO4J)))
            .namespace(infrastructure())
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().reads(&POSTGRES)))
            .namespace(infrastructure())
    }
}

#[test]
fn timeout_on_stream() {
    check! {
        published(web().route(prefix("/").timeout(seconds(60)).stream_idle_timeout(minutes(5))))
    }
    check! {
        published(web().route(prefix("/").stream_idle_timeout(minutes(5))))
    }
}

#[test]
fn tls_setting_without_certificate() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().http3())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().http3().tls(Tls::lets_encrypt("sre@acme.dev")))
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn too_many_hosts() {
    check! {
        let host = |n: u32| Host::new(format!("shop-{n}.acme.dev"));
        let route = |n: u32| prefix("/").on(&host(n));
        let web = (1..=64).fold(web(), |web, n| web.route(route(n)));
        let shop = (1..=64).fold(Namespace::new("shop", Stable), |shop, n| shop.host(host(n)));
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop.service(web))
    }
    check! {
        let web = web().route(prefix("/"));
        let shop = Namespace::new("shop", Stable).host(Host::new("*.acme.dev"));
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop.service(web))
    }
}

#[test]
fn topic_of_unused_store() {
    check! {
        let scale = Autoscale::new(3..=9).kafka_lag(KAFKA.topic("reports"), "reports", 100);
        let reports = worker("reports").autoscale(scale);
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).worker(reports)).namespace(infrastructure())
    }
    check! {
        let scale = Autoscale::new(3..=9).kafka_lag(KAFKA.topic("reports"), "reports", 100);
        let reports = worker("reports").autoscale(scale).uses(&KAFKA);
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).worker(reports)).namespace(infrastructure())
    }
}

#[test]
fn trigger_without_metadata() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9).trigger(Trigger::new("cron")))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .autoscale(Autoscale::new(3..=9).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")))
    }
}

#[test]
fn two_acme_accounts() {
    check! {
        let host = Host::new("shop.acme.dev").tls(Tls::lets_encrypt("shop@acme.dev"));
        let web = web().route(prefix("/").on(&host)).route(prefix("/").on(&Host::new("www.acme.dev")));
        let shop = Namespace::new("shop", Stable).host(host).host(Host::new("www.acme.dev")).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"))).namespace(shop)
    }
    check! {
        let web = web().route(prefix("/"));
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"))).namespace(shop)
    }
}

#[test]
fn unknown_allow() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(2)
            .allow("replica-outside-tier", "two are enough")
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(2)
            .allow("replicas-outside-tier", "two are enough")
    }
}

#[test]
fn unknown_field() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySecond", 10))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 10))
    }
}

#[test]
fn unknown_neighbour() {
    check! {
        let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&auth);
        Namespace::new("shop", Stable).service(web)
    }
    check! {
        let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&auth);
        Namespace::new("shop", Stable).service(web).service(auth)
    }
}

#[test]
fn unsupported_on_grpc() {
    check! {
        published(web().port(Port::grpc(9090)).route(prefix("/acme.Shop").session_affinity()))
    }
    check! {
        published(web().port(Port::grpc(9090)).route(prefix("/acme.Shop")))
    }
}

#[test]
fn unsupported_on_ingress_nginx() {
    check! {
        on_nginx(Edge::ingress_nginx(), web().route(prefix("/").method(Method::GET)))
    }
    check! {
        published(web().route(prefix("/").method(Method::GET)))
    }
}

#[test]
fn unused_allow() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).allow("replicas-outside-tier", "two are enough")
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3)
    }
}

#[test]
fn unused_secret_store() {
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
            .namespace(Namespace::new("shop", Stable).service(web()))
    }
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
}

#[test]
fn volume_over_limit() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(5)))
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .mount("/scratch", Volume::empty_dir(gibi(5)))
            .ephemeral_storage(gibi(1)..=gibi(6))
    }
}

#[test]
fn wildcard_header_with_credentials() {
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials().allow_header("*")))
    }
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials().allow_header("Authorization")))
    }
}

#[test]
fn zero_without_signal() {
    check! {
        let scale = Autoscale::new(0..=2).trigger(Trigger::new("cpu").metadata("value", "70"));
        let sync = Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").autoscale(scale);
        Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(sync)
    }
    check! {
        let scale = Autoscale::new(0..=2).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC"));
        let sync = Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").autoscale(scale);
        Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(sync)
    }
}
