//! The examples of all rules. The comments in them are the findings that are expected.
//!
//! Written by `cargo xtask rule-docs` from the rules: edit those.

#[test]
fn acme_setting_without_acme() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::issuer("vault").staging()))
          //                                               ^^^^^^^ warning[acme-setting-without-acme]: `.staging()` has no effect: the certificate is not from `Tls::lets_encrypt(..)`
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::issuer("vault")))
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn activation_setting_without_zero() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(
            Autoscale::new(3..=9).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")).cooldown_period(minutes(10)),
          //                                                                                    ^^^^^^^^^^^^^^^ warning[activation-setting-without-zero]: `.cooldown_period(..)` has no effect: it applies only when the autoscaler can scale to zero
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
          //        ^^^^^^^^^^^^^^ warning[address-without-pods]: `web` receives requests, but can scale to zero pods
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
        let web = web().route(prefix("/").on(&shop)).route(prefix("/users").on(&admin)).route(prefix("/admin"));
          //                                                                                  ^^^^^^ error[ambiguous-host]: the route `/admin` names no host, but the namespace `shop` has 2 hosts
        let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
    check! {
        let [shop, admin] = ["shop.acme.dev", "admin.acme.dev"].map(Host::new);
        let web = web().route(prefix("/").on(&shop)).route(prefix("/users").on(&admin)).route(prefix("/admin").on(&admin));
        let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
}

#[test]
fn annotation_without_object() {
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").annotation(Object::SERVICE, "acme.dev/owner", "shop")
        //<^^^^^^^^^^^ warning[annotation-without-object]: the annotation `acme.dev/owner` has no effect: `sync` has no Service
    }
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").annotation(Object::DEPLOYMENT, "acme.dev/owner", "shop")
    }
}

#[test]
fn autoscaler_bounds() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(9..=5))
          //                                                     ^^^^^^^^^^^^^^ error[autoscaler-bounds]: the autoscaler scales from 9 to 5 pods
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(5..=9))
    }
}

#[test]
fn closed_connection() {
    check! {
        let api = Service::new("api", "ghcr.io/acme/api:v1.4.0").patch(Patch::new(Object::NETWORK_POLICY).remove("/spec/ingress"));
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&api);
          //                                                     ^^^^^ error[closed-connection]: `shop/web` connects to `shop/api` on port 8000, but no NetworkPolicy of `shop/api` allows this ingress (policies: `shop/api`, `shop/default-deny-all`)
        Namespace::new("shop", Stable).service(web).service(api)
    }
    check! {
        let api = Service::new("api", "ghcr.io/acme/api:v1.4.0");
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&api);
        Namespace::new("shop", Stable).service(web).service(api)
    }
}

#[test]
fn conflicting_addons() {
    check! {
        struct Team(&'static str);
        impl Addon for Team {
            fn name(&self) -> &str {
                self.0
            }
            fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
                view.workloads().map(|workload| Contribution::env(workload, "TEAM", self.0)).collect()
            }
        }
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web()))
            .add(Team("billing"))
            .add(Team("search"))
        //   ^^^ error[conflicting-addons]: two addons set the variable `TEAM` to different values
    }
    check! {
        struct Team(&'static str);
        impl Addon for Team {
            fn name(&self) -> &str {
                self.0
            }
            fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
                view.workloads().map(|workload| Contribution::env(workload, "TEAM", self.0)).collect()
            }
        }
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web()))
            .add(Team("billing"))
    }
}

#[test]
fn conflicting_fields() {
    check! {
        web().strategy(Strategy::rolling().max_surge(0).max_unavailable(0))
          //  ^^^^^^^^ error[conflicting-fields]: `maxSurge` and `maxUnavailable` are both zero: no pod can be replaced
    }
    check! {
        web().strategy(Strategy::rolling().max_surge(1).max_unavailable(0))
    }
}

#[test]
fn connections_exhausted() {
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=400)).uses(&POSTGRES)))
          //                                                                                           ^^^^ error[connections-exhausted]: up to 500 pods use `postgres` during a rollout, but it has only 340 connections for them
            .add(infrastructure())
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=20)).uses(&POSTGRES)))
            .add(infrastructure())
    }
}

#[test]
fn cors_without_origin() {
    check! {
        published(web().route(prefix("/").allow_header("Authorization")))
          //                              ^^^^^^^^^^^^ warning[cors-without-origin]: `.allow_header(..)` on the route `/` has no effect: the route has no `.allow_origin(..)`
    }
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_header("Authorization")))
    }
}

#[test]
fn credentials_for_every_origin() {
    check! {
        published(web().route(prefix("/").allow_origin("*").allow_credentials()))
          //                              ^^^^^^^^^^^^ error[credentials-for-every-origin]: `/` accepts cookies from every origin: `*`
    }
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials()))
    }
}

#[test]
fn defaults_without_workload() {
    check! {
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).defaults(complete()))
          //                                                                       ^^^^^^^^ warning[defaults-without-workload]: `shop` has defaults, but no workload
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
          //                                               ^^^^^^^^^ error[dns01-needed]: `*.acme.dev` is a wildcard: its certificate needs a DNS challenge
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
        let container = |name: &str| Container::new(name, "ghcr.io/acme/proxy:v1.4.0").cpu(millis(10)..).memory(mebi(16)..=mebi(32));
          //                         ^^^^^^^^^^^^^^ error[duplicate-container]: the pod has two containers with the name `proxy`
        web().sidecar(container("proxy")).init(container("proxy"))
    }
    check! {
        let container = |name: &str| Container::new(name, "ghcr.io/acme/proxy:v1.4.0").cpu(millis(10)..).memory(mebi(16)..=mebi(32));
        web().sidecar(container("proxy")).init(container("proxy-setup"))
    }
}

#[test]
fn duplicate_host() {
    check! {
        let namespace = |name: &str| {
            Namespace::new(name, Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix(format!("/{name}"))))
          //                                  ^^^^^^^^^ error[duplicate-host]: the host `shop.acme.dev` is declared more than once
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
          //           ^^^^^^^^^^^^^^ error[duplicate-namespace]: the namespace `shop` is declared more than once
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(service("web")).service(service("api")))
    }
}

#[test]
fn duplicate_object() {
    check! {
        let config = |level: &str| ConfigMap::new("app").data("level", level);
          //                       ^^^^^^^^^^^^^^ error[duplicate-object]: the ConfigMap `app` is declared more than once
        let [web, api] = ["web", "api"].map(service);
        Namespace::new("shop", Stable)
            .service(web.mount("/etc/app", &config("info")))
            .service(api.mount("/etc/app", &config("debug")))
    }
    check! {
        let config = |name: &str, level: &str| ConfigMap::new(name).data("level", level);
        let [web, api] = ["web", "api"].map(service);
        Namespace::new("shop", Stable)
            .service(web.mount("/etc/app", &config("web", "info")))
            .service(api.mount("/etc/app", &config("api", "debug")))
    }
}

#[test]
fn duplicate_provider() {
    check! {
        const ORDERS: Store<Postgres> = Store::postgres("orders");
        let provide = |name: &str| {
            let set = StatefulSet::new("orders", "docker.io/library/postgres:18.1").port(Port::tcp(5432)).provides(&ORDERS);
            Namespace::new(name, Shared).stateful_set(set.pod(complete()))
        //  ^^^^^^^^^^^^^^ error[duplicate-provider]: two namespaces provide the store `orders`
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
          //                              ^^^^^^ error[duplicate-route]: `/` routes to `web` and to `api`
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
          //                            ^^^^ error[duplicate-variable]: `postgres` and `users` both set the variable `DATABASE_URL`
          //                            ^^^^ error[duplicate-variable]: `postgres` and `users` both set the variable `DB_MAX_OVERFLOW`
          //                            ^^^^ error[duplicate-variable]: `postgres` and `users` both set the variable `DB_POOL_SIZE`
        let users = ExternalStore::new(&USERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"]));
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).store(users).service(web))
            .add(infrastructure())
    }
    check! {
        const USERS: Store<Postgres> = Store::postgres("users").env(&[("USERS_URL", "url")]);
        let web = web().uses(&POSTGRES).uses(&USERS);
        let users = ExternalStore::new(&USERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"]));
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).store(users).service(web))
            .add(infrastructure())
    }
}

#[test]
fn duplicate_volume() {
    check! {
        let data = |size| PersistentVolumeClaim::new("data", size);
        StatefulSet::new("db", "ghcr.io/acme/db:v1.4.0")
        //<^^^^^^^^^^^^^^^^ error[duplicate-volume]: two volume claim templates have the name `data`
            .volume_claim_template(data(gibi(1)), "/data")
            .volume_claim_template(data(gibi(5)), "/logs")
    }
    check! {
        StatefulSet::new("db", "ghcr.io/acme/db:v1.4.0")
            .volume_claim_template(PersistentVolumeClaim::new("data", gibi(1)), "/data")
            .volume_claim_template(PersistentVolumeClaim::new("logs", gibi(5)), "/logs")
    }
}

#[test]
fn duplicate_workload() {
    check! {
        Namespace::new("shop", Stable)
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
            .service(Service::new("web", "ghcr.io/acme/web:v1.5.0"))
          //         ^^^^^^^^^^^^ error[duplicate-workload]: `web` is declared more than once in `shop`
    }
    check! {
        Namespace::new("shop", Stable)
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
            .service(Service::new("web-next", "ghcr.io/acme/web:v1.5.0"))
    }
}

#[test]
fn edge_not_on_platform() {
    check! {
        let internal = Edge::gateway().name("internal");
        let [shop, ops] = [Host::new("shop.acme.dev"), Host::new("ops.acme.dev").edge(&internal)];
          //                                                                     ^^^^ error[edge-not-on-platform]: `ops.acme.dev` is on the edge `internal`, which the platform does not have
        let web = web().route(prefix("/").on(&shop)).route(prefix("/ops").on(&ops));
        let shop = Namespace::new("shop", Stable).host(shop).host(ops).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)
    }
    check! {
        let internal = Edge::gateway().name("internal");
        let [shop, ops] = [Host::new("shop.acme.dev"), Host::new("ops.acme.dev").edge(&internal)];
        let web = web().route(prefix("/").on(&shop)).route(prefix("/ops").on(&ops));
        let shop = Namespace::new("shop", Stable).host(shop).host(ops).service(web);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).edge(internal).namespace(shop)
    }
}

#[test]
fn edge_without_host() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
          //      ^^^^^^^^^^^^^ warning[edge-without-host]: the edge `platform-gateway` has no host
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
          //            ^^^^^ error[endpoint-not-on-platform]: `auth` of the namespace `identity` is called, but is not on the platform
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
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.example.com")).service(web().route(prefix("/"))))
          //                                               ^^^^^^^^^ warning[example-host]: `shop.example.com` is in a domain that is reserved for examples
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn external_without_address() {
    check! {
        let api = External::new("api.acme.dev");
        let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
          //                                                           ^^^^^ error[external-without-address]: `api.acme.dev` has no CIDR block, and a network policy cannot match a host name
        Namespace::new("tools", Shared).service(relay)
    }
    check! {
        let api = External::new("api.acme.dev").cidrs(&["203.0.113.0/24"]);
        let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
        Namespace::new("tools", Shared).service(relay)
    }
}

#[test]
fn fixed_replicas_with_autoscaler() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .autoscale(Autoscale::new(3..=9))
            .patch(Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 5))
        //                                        ^^^ warning[fixed-replicas-with-autoscaler]: the manifest sets `replicas: 5`, and the HorizontalPodAutoscaler `web-hpa` also sets it: the next apply fails with a conflict
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .autoscale(Autoscale::new(5..=9))
    }
}

#[test]
fn grace_period_too_short() {
    check! {
        published(web().route(prefix("/").timeout(seconds(60))).termination_grace_period(seconds(30)))
          //                                                    ^^^^^^^^^^^^^^^^^^^^^^^^ error[grace-period-too-short]: `web` is killed after 30 s, but needs 80 s for its preStop sleep and its longest request
    }
    check! {
        published(web().route(prefix("/").timeout(seconds(60))))
    }
}

#[test]
fn grpc_in_read_only_tier() {
    check! {
        let api = read_only("api").port(Port::grpc(9090)).readiness(Probe::grpc());
        let api = api.route(prefix("/acme.Api"));
          //                ^^^^^^ error[grpc-in-read-only-tier]: `/acme.Api` routes to a gRPC port, but gRPC calls are POST requests, and the tier `quarantine` is read-only
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
fn headless_port() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .port(Port::http(8000))
            .patch(Patch::new(Object::SERVICE).set("/spec/clusterIP", "None"))
        //                                     ^^^ warning[headless-port]: the Service `web` is headless and has port 80, but its pods listen on port 8000
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .port(Port::http(8000).service(8000))
            .patch(Patch::new(Object::SERVICE).set("/spec/clusterIP", "None"))
    }
}

#[test]
fn health_check_refused() {
    check! {
        let play = LoadBalancer::public(Port::tcp(7777)).allow_from("203.0.113.0/24");
        let web = web().port(Port::http(8000)).port(Port::tcp(7777)).load_balancer(play);
          //                                                         ^^^^^^^^^^^^^ error[health-check-refused]: the network policy of `web` drops the health checks of its load balancer
        Platform::new(Cluster::eks()).namespace(Namespace::new("shop", Stable).service(web))
    }
    check! {
        let play = LoadBalancer::public(Port::tcp(7777)).allow_from("203.0.113.0/24");
        let web = web().port(Port::http(8000)).port(Port::tcp(7777)).load_balancer(play);
        Platform::new(Cluster::eks().vpc("10.20.0.0/16")).namespace(Namespace::new("shop", Stable).service(web))
    }
}

#[test]
fn host_of_another_namespace() {
    check! {
        let admin = Host::new("admin.acme.dev");
        let web = web().route(prefix("/")).route(prefix("/admin").on(&admin));
          //                                     ^^^^^^ error[host-of-another-namespace]: `/admin` is on the host `admin.acme.dev`, which the namespace `shop` does not have
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
          //                                           ^^^^^ error[host-path]: the volume `logs` has the type `hostPath`, but the Pod Security level `restricted` of the namespace `shop` does not allow it
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
          //                                               ^^^^^^^^^ warning[host-without-route]: the host `shop.acme.dev` has no route in `shop`
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn http_probe_on_grpc() {
    check! {
        Service::new("quotes", "ghcr.io/acme/quotes:v1.4.0")
            .port(Port::grpc(9000))
            .readiness(Probe::http("/ready"))
          //           ^^^^^^^^^^^ error[http-probe-on-grpc]: an HTTP probe uses port 9000 (`grpc`) of `quotes`, which is a gRPC port
    }
    check! {
        Service::new("quotes", "ghcr.io/acme/quotes:v1.4.0")
            .port(Port::grpc(9000))
            .readiness(Probe::grpc())
    }
}

#[test]
fn image_not_pinned() {
    check! {
        Service::new("web", "ghcr.io/acme/web")
        //<^^^^^^^^^^^^ error[image-not-pinned]: the image `ghcr.io/acme/web` has no fixed version
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
    }
}

#[test]
fn index_setting_without_index() {
    check! {
        Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").backoff_limit_per_index(1)
        //<^^^^^^^^ warning[index-setting-without-index]: `.backoff_limit_per_index(..)` has no effect: the pods of `sweep` have no index
    }
    check! {
        Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").completions(12).backoff_limit_per_index(1)
    }
}

#[test]
fn ingress_controller_setting() {
    check! {
        on_nginx(Edge::ingress_nginx().trusted_hops(1), web().route(prefix("/")))
          //                           ^^^^^^^^^^^^ warning[ingress-controller-setting]: `.trusted_hops(..)` has no effect on ingress-nginx: it is a setting of the controller
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
          //                      ^^^^^^^^ warning[internal-without-provider]: the edge `platform-gateway` is internal, but the cluster has no known cloud provider
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
          //                                           ^^^^^^ error[limit-below-request]: the container `web` requests 2Gi of memory, but its limit is 1Gi
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
          //                                                           ^^^^^ error[malformed-cidr]: `198.51.100.25` is not a CIDR block
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
        //<^^^^^^^^ error[malformed-failure-policy]: a `podFailurePolicy` matches exit code 0, which means success
    }
    check! {
        Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").fail_on_exit_code(64)
    }
}

#[test]
fn malformed_host() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev:8443")).service(web().route(prefix("/"))))
          //                                               ^^^^^^^^^ error[malformed-host]: `shop.acme.dev:8443` is not a host: it contains a port
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn malformed_image() {
    check! {
        Service::new("web", "ghcr.io/acme/Web:v1.4.0")
        //<^^^^^^^^^^^^ error[malformed-image]: `ghcr.io/acme/Web:v1.4.0` is not an image: the repository `acme/Web` has an uppercase letter
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
    }
}

#[test]
fn malformed_name() {
    check! {
        Service::new("Auth_Service", "ghcr.io/acme/auth:v1.4.0")
        //<^^^^^^^^^^^^ error[malformed-name]: `Auth_Service` is not a valid Service name
    }
    check! {
        Service::new("auth-service", "ghcr.io/acme/auth:v1.4.0")
    }
}

#[test]
fn malformed_origin() {
    check! {
        published(web().route(prefix("/").allow_origin("app.acme.dev")))
          //                              ^^^^^^^^^^^^ error[malformed-origin]: `app.acme.dev` is not a valid origin: it does not begin with `https://` or `http://`
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
          //                                      ^^^ error[malformed-patch]: `/spec/template/spec/containers/0/tty` selects a list item by position (`0`)
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
          //                  ^^^^^^ error[malformed-path]: `api` does not begin with `/`
    }
    check! {
        published(web().route(prefix("/api")))
    }
}

#[test]
fn malformed_platform() {
    check! {
        Platform::new(Cluster::generic())
        //<^^^^^^^^^^^^^ error[malformed-platform]: `../production` is not a valid platform name
            .name("../production")
            .namespace(Namespace::new("shop", Stable).service(web()))
    }
    check! {
        Platform::new(Cluster::generic())
            .name("production")
            .namespace(Namespace::new("shop", Stable).service(web()))
    }
}

#[test]
fn malformed_port() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
        //<^^^^^^^^^^^^ error[malformed-port]: the Service `web` declares port 80/TCP more than once
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
          // ^^^ error[malformed-raw]: line 4, column 14: `yes` is a boolean in YAML 1.1 but a string in YAML 1.2: put it in quotes
    }
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags}\ndata: {beta: \"yes\"}\n"))
    }
}

#[test]
fn malformed_resource() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").dns01(json!({"webhook": {"groupName": "acme.dev"}}))))
          //                          ^^^^^^^^^^^^^^^^^ error[malformed-resource]: the ClusterIssuer has no value for the required field `/spec/acme/solvers/0/dns01/webhook/solverName`
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").dns01(json!({"webhook": {"groupName": "acme.dev", "solverName": "acme"}}))))
            .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))
    }
}

#[test]
fn malformed_schedule() {
    check! {
        CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("every night"))
          //                                                 ^^^^^^^^^^^^^^ error[malformed-schedule]: `every night` is not a valid schedule: it has 2 fields instead of 5
    }
    check! {
        CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("15 2 * * *"))
    }
}

#[test]
fn malformed_secret() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").env("TOKEN", Secret::new("api_tokens").key("token"))
          //                                           ^^^ error[malformed-secret]: `api_tokens` is not a valid Secret name
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").env("TOKEN", Secret::new("api-tokens").key("token"))
    }
}

#[test]
fn malformed_secret_store() {
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", ""))
          // ^^^^^^^ error[malformed-secret-store]: the Vault path is empty
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
}

#[test]
fn malformed_value() {
    check! {
        web().env("LOG=LEVEL", "debug")
          //  ^^^ error[malformed-value]: `LOG=LEVEL` is not a valid name for an environment variable
    }
    check! {
        web().env("LOG_LEVEL", "debug")
    }
}

#[test]
fn malformed_volume() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .mount("/exports", Volume::raw(json!({"nsf": {"server": "10.0.0.5", "path": "/exports"}})))
          // ^^^^^ error[malformed-volume]: `{"nsf":{"path":"/exports","server":"10.0.0.5"}}` is not a volume source: a volume has no field `nsf`
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
          //                                         ^^^^^^ warning[method-in-read-only-tier]: `POST` has no effect: the tier `quarantine` is read-only
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
fn metrics_published() {
    check! {
        published(web().route(prefix("/metrics")))
          //                  ^^^^^^ warning[metrics-published]: the route `/metrics` publishes the metrics of `web`
    }
    check! {
        published(web().route(prefix("/metrics")).without_metrics())
    }
}

#[test]
fn missing_key() {
    check! {
        let config = ConfigMap::new("web").data("log-level", "info");
        worker("sync").env("LOG_LEVEL", config.key("log-levle"))
          //           ^^^ error[missing-key]: the ConfigMap `web` has no key `log-levle`
    }
    check! {
        let config = ConfigMap::new("web").data("log-level", "info");
        worker("sync").env("LOG_LEVEL", config.key("log-level"))
    }
}

#[test]
fn missing_port() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .port(Port::http(8000))
            .readiness(Probe::tcp().port(Port::tcp(9000)))
          //           ^^^^^^^^^^ error[missing-port]: a probe uses port 9000 (`tcp`), which `web` does not have
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
        //  ^^^^^^^^^^^^ warning[missing-probe]: `web` has no readiness probe: requests reach it before it can answer
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
          //                                           ^^^^ error[missing-provider]: `web` uses the store `postgres`, which nothing on the platform provides
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().uses(&POSTGRES)))
            .add(infrastructure())
    }
}

#[test]
fn missing_resources() {
    check! {
        let migrate = Job::new("migrate", "ghcr.io/acme/shop:v1.4.0").cpu(millis(100)..);
          //          ^^^^^^^^ warning[missing-resources]: the container `migrate` requests no memory
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).job(migrate))
    }
    check! {
        let migrate = Job::new("migrate", "ghcr.io/acme/shop:v1.4.0").cpu(millis(100)..).memory(mebi(128)..=mebi(256));
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).job(migrate))
    }
}

#[test]
fn no_time_to_answer() {
    check! {
        published(web().route(prefix("/").timeout(seconds(0))))
          //                              ^^^^^^^ error[no-time-to-answer]: `/` has a timeout of zero
    }
    check! {
        published(web().route(prefix("/").stream_idle_timeout(minutes(5))))
    }
}

#[test]
fn number_out_of_range() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").liveness(Probe::http("/live").period(milliseconds(500)))
          //                                                    ^^^^^^^^^^^ error[number-out-of-range]: `.period(..)` is 500ms, but the Kubernetes field takes an integer number of seconds
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").liveness(Probe::http("/live").period(seconds(1)))
    }
}

#[test]
fn old_name_in_use() {
    check! {
        Namespace::new("shop", Stable)
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
            .service(Service::new("storefront", "ghcr.io/acme/web:v1.5.0").was("web"))
          //                                                               ^^^ error[old-name-in-use]: `storefront` declares `.was("web")`, but `shop` still has a workload named `web`
    }
    check! {
        Namespace::new("shop", Stable)
            .service(Service::new("storefront", "ghcr.io/acme/web:v1.5.0").was("web"))
    }
}

#[test]
fn overlapping_targets() {
    check! {
        let shop = |name: &str| Service::new(name, "ghcr.io/acme/shop:v1.4.0").selector("app", "shop");
          //                    ^^^^^^^^^^^^ error[overlapping-targets]: the selector of the Deployment `api` also selects the pods of the Deployment `web`
        Namespace::new("shop", Stable).service(shop("web")).service(shop("api"))
    }
    check! {
        let shop = |name: &str| Service::new(name, "ghcr.io/acme/shop:v1.4.0").selector("app", name);
        Namespace::new("shop", Stable).service(shop("web")).service(shop("api"))
    }
}

#[test]
fn oversized_object() {
    check! {
        web().mount("/etc/names", &ConfigMap::new("names").data("names.txt", "name ".repeat(250_000)))
          //                       ^^^^^^^^^^^^^^ error[oversized-object]: the ConfigMap `names` has 1250000 bytes of data, but the maximum is 1048576
    }
    check! {
        web().mount("/etc/names", &ConfigMap::new("names").data("names.txt", "name ".repeat(25_000)))
    }
}

#[test]
fn partition_with_on_delete() {
    check! {
        StatefulSet::new("ring", "ghcr.io/acme/ring:v1.4.0").port(Port::tcp(9042)).on_delete().partition(2)
        //<^^^^^^^^^^^^^^^^ warning[partition-with-on-delete]: `.partition(..)` has no effect with `.on_delete()`: no rollout replaces the pods
    }
    check! {
        StatefulSet::new("ring", "ghcr.io/acme/ring:v1.4.0").port(Port::tcp(9042)).on_delete()
    }
}

#[test]
fn patch_without_effect() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 3))
          //                                                                                ^^^ warning[patch-without-effect]: `/spec/replicas` already has the value that the patch sets
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 30))
    }
}

#[test]
fn pdb_blocks_drain() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).disruption_budget(min_available(3))
          //                                                       ^^^^^^^^^^^^^^^^^ error[pdb-blocks-drain]: the PodDisruptionBudget `web` allows no eviction at the minimum of 3 pods
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).disruption_budget(max_unavailable(1))
    }
}

#[test]
fn placeholder_left() {
    check! {
        Service::new("web", "gcr.io/PROJECT_ID/web:v1.4.0")
        //<^^^^^^^^^^^^ warning[placeholder-left]: the image `gcr.io/PROJECT_ID/web:v1.4.0` contains the placeholder `PROJECT_ID`
    }
    check! {
        Service::new("web", "gcr.io/acme-shop/web:v1.4.0")
    }
}

#[test]
fn plain_http_with_certificate() {
    check! {
        let host = Host::new("shop.acme.dev").plain_http().tls(Tls::issuer("vault"));
          //       ^^^^^^^^^ warning[plain-http-with-certificate]: `shop.acme.dev` has both a certificate and `.plain_http()`
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
    }
    check! {
        let host = Host::new("shop.acme.dev").tls(Tls::issuer("vault"));
        Platform::new(Cluster::generic())
            .edge(Edge::gateway())
            .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
    }
}

#[test]
fn platform_without_name() {
    check! {
        let acme = Platform::new(Cluster::generic());
          //       ^^^^^^^^^^^^^ error[platform-without-name]: the platform has neither `.part_of(..)` nor `.name(..)`, but the PriorityClass `platform-stable` needs one of them
        acme.namespace(Namespace::new("shop", Stable).service(web()))
    }
    check! {
        let acme = Platform::new(Cluster::generic()).part_of("acme");
        acme.namespace(Namespace::new("shop", Stable).service(web()))
    }
}

#[test]
fn pod_security() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::POD).set("/spec/hostPID", true))
        //                                                                           ^^^ error[pod-security]: the pod sets `hostPID` to `true`, but the Pod Security level `restricted` of the namespace `shop` does not allow it
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
          // ^^^^^^^^^^^^^^ error[pre-stop-over-grace-period]: the preStop hook of `sync` sleeps 60 s, but the pod is killed after 45 s
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
        //<^^^^^^^^^^^^^^ error[quota-too-small]: the namespace needs up to 5 pods (`web`: 5), but the quota allows 3
            .spec(Stable.spec().quota(Quota::new().pods(3)))
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))
    }
    check! {
        Namespace::new("shop", Stable)
            .spec(Stable.spec().quota(Quota::new().pods(5)))
            .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))
    }
}

#[test]
fn replicas_outside_tier() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(2)
          //                                           ^^^^^^^^ error[replicas-outside-tier]: `web` runs 2 replicas; the tier `stable` allows 3 or more
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
          //                                           ^^^^^^^^ warning[replicas-with-autoscaler]: `.replicas(..)` has no effect with `.autoscale(..)`: the autoscaler sets the number
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9))
    }
}

#[test]
fn reserved_label() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").label("app.kubernetes.io/name", "frontend")
          //                                           ^^^^^ error[reserved-label]: the label `app.kubernetes.io/name` has no effect: this library sets it
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").label("app.kubernetes.io/instance", "frontend")
    }
}

#[test]
fn retired_ingress_controller() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::ingress_nginx())
          //      ^^^^^^^^^^^^^^^^^^^ warning[retired-ingress-controller]: ingress-nginx is retired: it gets no releases and no security updates
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
          // ^^^^^^^ warning[role-without-vault]: `.role(..)` has no effect: only Vault has roles
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
          //                                           ^^^^^^^^^^^ error[root-user]: the pod sets `securityContext.runAsUser` to `0`, but the Pod Security level `restricted` of the namespace `shop` does not allow root (user 0)
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").run_as_user(10001)
    }
}

#[test]
fn route_without_edge() {
    check! {
        let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
          //                                                                                           ^^^^^^ error[route-without-edge]: the route `/` has no effect: the platform has no edge
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
          //                                                          ^^^^^^ error[route-without-host]: the route `/` has no effect: the namespace `shop` has no host
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
          //                                                                           ^^^^^^^^^^^^^^^^ warning[scaling-setting-without-signal]: `.polling_interval(..)` has no effect without a KEDA trigger
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9))
    }
}

#[test]
fn secret_in_platform() {
    check! {
        Platform::new(Cluster::generic().context("https://admin:hunter22@10.0.0.1:6443"))
        //<^^^^^^^^^^^^^ error[secret-in-platform]: the kubectl context contains a URL with a password
            .namespace(Namespace::new("shop", Stable).service(web()))
    }
    check! {
        Platform::new(Cluster::generic().context("admin@production"))
            .namespace(Namespace::new("shop", Stable).service(web()))
    }
}

#[test]
fn secret_in_text() {
    check! {
        Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").args(["--broker=amqps://shop:hunter22@rabbit:5671"])
        //<^^^^^^^^^^^ error[secret-in-text]: the command of the container `sync` contains a URL with a password
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
          //                                           ^^^ error[secret-in-variable]: the variable `API_KEY` of the container `web` contains an API key
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").env("API_KEY", Secret::new("payments").key("api-key"))
    }
}

#[test]
fn secret_with_data() {
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: Secret\nmetadata: {name: tokens}\nstringData: {key: abc}\n"))
          // ^^^ error[secret-with-data]: the Secret `tokens` contains data that every reader of the output can read
    }
    check! {
        Namespace::new("shop", Stable)
            .service(service("web").env("TOKEN", Secret::new("tokens").key("key")))
    }
}

#[test]
fn setting_without_effect() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(1)).storage_class("fast"))
          //                                           ^^^^^ warning[setting-without-effect]: `.storage_class(..)` has no effect on an `emptyDir` volume
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(1)))
    }
}

#[test]
fn shared_objects() {
    check! {
        let platform = |name: &str| {
            let cluster = Cluster::generic().context("acme");
            Platform::new(cluster).name(name).part_of("acme").namespace(Namespace::new("shop", Stable).service(web()))
          //^^^^^^^^^^^^^ error[shared-objects]: `staging` and `production` use the same kubectl context, `acme`, and both declare the PriorityClass `acme-stable` and 12 other objects
        };
        [platform("production"), platform("staging")]
    }
    check! {
        let platform = |name: &str| {
            let cluster = Cluster::generic().context(format!("acme-{name}"));
            Platform::new(cluster).name(name).part_of("acme").namespace(Namespace::new("shop", Stable).service(web()))
        };
        [platform("production"), platform("staging")]
    }
}

#[test]
fn single_node_volume_shared() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(3)
            .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)))
          // ^^^^^ warning[single-node-volume-shared]: up to 3 pods of `web` mount the volume claim `models`, which is for one node at a time (`ReadWriteOnce`)
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(3)
            .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)).access_mode(AccessMode::ReadWriteMany))
    }
}

#[test]
fn snippet_annotation() {
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::ingress_nginx())
            .allow("retired-ingress-controller", "the cluster has it")
            .namespace(
                Namespace::new("shop", Stable)
                    .host(Host::new("shop.acme.dev").annotation("nginx.ingress.kubernetes.io/server-snippet", "return 403;"))
          //              ^^^^^^^^^ warning[snippet-annotation]: ingress-nginx refuses the annotation `nginx.ingress.kubernetes.io/server-snippet` by default
                    .service(web().route(prefix("/"))),
            )
    }
    check! {
        Platform::new(Cluster::generic())
            .edge(Edge::ingress_nginx())
            .allow("retired-ingress-controller", "the cluster has it")
            .namespace(
                Namespace::new("shop", Stable)
                    .host(Host::new("shop.acme.dev").annotation("nginx.ingress.kubernetes.io/app-root", "/shop"))
                    .service(web().route(prefix("/"))),
            )
    }
}

#[test]
fn split_exceeds_100() {
    check! {
        let [a, b] = ["web-a", "web-b"].map(service);
        let shop = Namespace::new("shop", Stable);
        let route = prefix("/").split(percent(60), &shop.endpoint(&a)).split(percent(60), &shop.endpoint(&b));
          //                                                           ^^^^^ error[split-exceeds-100]: `/` splits off more than 100% of its requests
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
          //                                                        ^^^^ error[store-not-shared]: `web` uses the store `orders`, which is reserved for `bank`
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
          //                                                        ^^^^^ error[store-without-read-only-role]: `neo4j` has no read-only users: Neo4j Community has no roles
            .add(infrastructure())
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web().reads(&POSTGRES)))
            .add(infrastructure())
    }
}

#[test]
fn timeout_on_stream() {
    check! {
        published(web().route(prefix("/").timeout(seconds(60)).stream_idle_timeout(minutes(5))))
          //                              ^^^^^^^ warning[timeout-on-stream]: `.timeout(..)` on the route `/` has no effect with `.stream_idle_timeout(..)`: a stream has only an idle timeout
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
          //                      ^^^^^ warning[tls-setting-without-certificate]: `.http3()` has no effect: no host of the edge `platform-gateway` has a certificate
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
        let edge = Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"));
          //       ^^^^^^^^^^^^^ error[too-many-hosts]: the edge `platform-gateway` needs 65 listeners (64 hosts, and one for plain HTTP), but a Gateway has at most 64
        Platform::new(Cluster::generic()).edge(edge).namespace(shop.service(web))
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
          //                              ^^^^^^^^^ warning[topic-of-unused-store]: `reports` scales on a topic of `kafka`, but does not use that store
        let reports = worker("reports").autoscale(scale);
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).worker(reports)).add(infrastructure())
    }
    check! {
        let scale = Autoscale::new(3..=9).kafka_lag(KAFKA.topic("reports"), "reports", 100);
        let reports = worker("reports").autoscale(scale).uses(&KAFKA);
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).worker(reports)).add(infrastructure())
    }
}

#[test]
fn trigger_without_metadata() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9).trigger(Trigger::new("cron")))
          //                                                                                   ^^^^^^^^^^^^ warning[trigger-without-metadata]: the trigger `cron` has no metadata
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
          //                                                       ^^^^^^^^^^^^^^^^^ error[two-acme-accounts]: one ACME issuer would have two accounts, `sre@acme.dev` and `shop@acme.dev`
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
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).allow("replica-outside-tier", "two are enough")
          //                                                       ^^^^^ error[unknown-allow]: there is no rule `replica-outside-tier`
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
            .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySecond", 30))
          //                                      ^^^ error[unknown-field]: a Deployment has no field `/spec/minReadySecond`
    }
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .patch(Patch::new(Object::DEPLOYMENT).set("/spec/minReadySeconds", 30))
    }
}

#[test]
fn unknown_kind() {
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: Servise\nmetadata: {name: web}\n"))
          // ^^^ error[unknown-kind]: Kubernetes has no kind `Servise` in `v1`
    }
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: Service\nmetadata: {name: other}\nspec: {selector: {app: other}, ports: [{port: 80}]}\n"))
    }
}

#[test]
fn unknown_namespace() {
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags, namespace: shpo}\ndata: {beta: on it}\n"))
          // ^^^ warning[unknown-namespace]: the ConfigMap `flags` is in the namespace `shpo`, which is not on the platform
    }
    check! {
        Namespace::new("shop", Stable)
            .service(service("web"))
            .raw(Raw::yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flags, namespace: shop}\ndata: {beta: on it}\n"))
    }
}

#[test]
fn unknown_neighbour() {
    check! {
        let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&auth);
          //                                                     ^^^^^ error[unknown-neighbour]: `auth` is called, but does not run in `shop`
        Namespace::new("shop", Stable).service(web)
    }
    check! {
        let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&auth);
        Namespace::new("shop", Stable).service(web).service(auth)
    }
}

#[test]
fn unknown_object() {
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web()))
            .patch("shop", "wbe", Patch::new(Object::SERVICE).set("/spec/sessionAffinity", "ClientIP"))
          //                      ^^^^^^^^^^ error[unknown-object]: there is no Service `shop/wbe` to patch
    }
    check! {
        Platform::new(Cluster::generic())
            .namespace(Namespace::new("shop", Stable).service(web()))
            .patch("shop", "web", Patch::new(Object::SERVICE).set("/spec/sessionAffinity", "ClientIP"))
    }
}

#[test]
fn unresolved_variable() {
    check! {
        worker("sync").env("URL", "http://$(SERVER):8080")
          //           ^^^ warning[unresolved-variable]: the variable `URL` of the container `sync` refers to `$(SERVER)`, which the container does not define
    }
    check! {
        worker("sync").env("URL", "http://$(SERVER):8080").env("SERVER", "rabbit")
    }
}

#[test]
fn unsupported_on_grpc() {
    check! {
        let web = web().port(Port::grpc(9090)).readiness(Probe::grpc());
        published(web.route(prefix("/acme.Shop").session_affinity()))
          //                                     ^^^^^^^^^^^^^^^^ warning[unsupported-on-grpc]: `.session_affinity()` on the route `/acme.Shop` has no effect: gRPC clients keep no cookies
    }
    check! {
        let web = web().port(Port::grpc(9090)).readiness(Probe::grpc());
        published(web.route(prefix("/acme.Shop")))
    }
}

#[test]
fn unsupported_on_ingress_nginx() {
    check! {
        on_nginx(Edge::ingress_nginx(), web().route(prefix("/").method(Method::GET)))
          //                                                    ^^^^^^ error[unsupported-on-ingress-nginx]: ingress-nginx does not support `.method(..)`
    }
    check! {
        published(web().route(prefix("/").method(Method::GET)))
    }
}

#[test]
fn unused_allow() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).allow("replicas-outside-tier", "two are enough")
          //                                                       ^^^^^ warning[unused-allow]: `allow("replicas-outside-tier", ..)` suppresses no finding
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
          // ^^^^^^^ warning[unused-secret-store]: no workload needs a Secret from this secret store
            .namespace(Namespace::new("shop", Stable).service(web()))
    }
    check! {
        Platform::new(Cluster::generic())
            .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
            .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))
    }
}

#[test]
#[cfg(feature = "k8s-v1_37")]
fn version_under_types() {
    check! {
        // in a build with the feature `k8s-v1_37`
        Platform::new(Cluster::generic().version(KubernetesVersion::V1_35))
        //<^^^^^^^^^^^^^ error[version-under-types]: the cluster runs v1.35, but this build has the types of v1.37
    }
    check! {
        // in a build with the feature `k8s-v1_37`
        Platform::new(Cluster::generic().version(KubernetesVersion::V1_37))
    }
}

#[test]
fn volume_over_limit() {
    check! {
        Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(5)))
          //                                           ^^^^^ warning[volume-over-limit]: the volume `scratch` has a size of 5Gi, but the pod is evicted above 1Gi of node disk
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
          //                                                                                       ^^^^^^^^^^^^ warning[wildcard-header-with-credentials]: with `.allow_credentials()`, browsers treat `*` as a literal header name
    }
    check! {
        published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials().allow_header("Authorization")))
    }
}

#[test]
fn zero_without_signal() {
    check! {
        let scale = Autoscale::new(0..=2).trigger(Trigger::new("cpu").metadata("value", "70"));
          //        ^^^^^^^^^^^^^^ error[zero-without-signal]: `sync` can scale to zero, but no trigger can start its first pod
        let sync = Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").autoscale(scale);
        Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(sync)
    }
    check! {
        let scale = Autoscale::new(0..=2).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC"));
        let sync = Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").autoscale(scale);
        Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(sync)
    }
}
