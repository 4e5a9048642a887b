//! The types of Kubernetes that the page lists field by field.

/// One type of Kubernetes.
pub(crate) struct Section {
    /// The heading.
    pub(crate) title: &'static str,
    /// The apiVersion and the kind of an object that has it.
    pub(crate) kind: (&'static str, &'static str),
    /// The constant of `Object` for a patch.
    pub(crate) object: &'static str,
    /// The path of the type in that object.
    pub(crate) path: &'static str,
    /// The types whose setters are searched first.
    pub(crate) owners: &'static [&'static str],
    /// Fields without a setter of the same name, with an explanation.
    pub(crate) others: &'static [(&'static str, &'static str)],
}

/// The `template` field of every object that has pods.
const TEMPLATE: (&str, &str) = ("template", "the fields of the pod, above");

/// The sections, in the order of the page.
pub(crate) const SECTIONS: &[Section] = &[
    Section {
        title: "Pod",
        kind: ("v1", "Pod"),
        object: "POD",
        path: "/spec",
        owners: &["Pod", "Service"],
        others: &[
            ("containers", "`new`, and the fields of the container, below"),
            ("ephemeralContainers", "not in manifests: `kubectl debug` adds them"),
            ("resources", "`Patch::new(Object::POD).set(\"/spec/resources\", ..)`; of the container, below"),
            ("securityContext", "[`Pod::run_as_user`](crate::Pod::run_as_user), [`Pod::sysctl`](crate::Pod::sysctl)"),
            ("priorityClassName", "[`TierSpec::priority_class`](crate::TierSpec::priority_class)"),
        ],
    },
    Section {
        title: "Container",
        kind: ("v1", "Pod"),
        object: "POD",
        path: "/spec/containers/[name=NAME]",
        owners: &["Pod", "Container", "Service"],
        others: &[
            ("name", "the first argument of `new`"),
            ("image", "the second argument of `new`"),
            ("lifecycle", "[`Pod::pre_stop_sleep`](crate::Pod::pre_stop_sleep)"),
            (
                "securityContext",
                "[`Pod::run_as_user`](crate::Pod::run_as_user), [`Pod::capability`](crate::Pod::capability), [`Pod::privileged`](crate::Pod::privileged)",
            ),
        ],
    },
    Section {
        title: "Probe",
        kind: ("v1", "Pod"),
        object: "POD",
        path: "/spec/containers/[name=NAME]/livenessProbe",
        owners: &["Probe"],
        others: &[
            ("httpGet", "[`Probe::http`](crate::Probe::http)"),
            ("grpc", "[`Probe::grpc`](crate::Probe::grpc)"),
            ("tcpSocket", "[`Probe::tcp`](crate::Probe::tcp)"),
            ("exec", "[`Probe::exec`](crate::Probe::exec)"),
        ],
    },
    Section {
        title: "Deployment",
        kind: ("apps/v1", "Deployment"),
        object: "DEPLOYMENT",
        path: "/spec",
        owners: &["Service", "Worker", "TierSpec"],
        others: &[TEMPLATE],
    },
    Section {
        title: "StatefulSet",
        kind: ("apps/v1", "StatefulSet"),
        object: "STATEFUL_SET",
        path: "/spec",
        owners: &["StatefulSet", "TierSpec"],
        others: &[TEMPLATE, ("serviceName", "the name of the set")],
    },
    Section {
        title: "DaemonSet",
        kind: ("apps/v1", "DaemonSet"),
        object: "DAEMON_SET",
        path: "/spec",
        owners: &["DaemonSet", "TierSpec"],
        others: &[TEMPLATE],
    },
    Section {
        title: "Job",
        kind: ("batch/v1", "Job"),
        object: "JOB",
        path: "/spec",
        owners: &["Job"],
        others: &[TEMPLATE],
    },
    Section {
        title: "CronJob",
        kind: ("batch/v1", "CronJob"),
        object: "CRON_JOB",
        path: "/spec",
        owners: &["CronJob"],
        others: &[
            ("schedule", "the third argument of `new`, a [`Schedule`](crate::Schedule)"),
            ("jobTemplate", "all fields of the Job, above"),
        ],
    },
    Section {
        title: "Service",
        kind: ("v1", "Service"),
        object: "SERVICE",
        path: "/spec",
        owners: &["Service", "LoadBalancer", "Edge"],
        others: &[
            (
                "ports",
                "[`Service::port`](crate::Service::port), [`StatefulSet::port`](crate::StatefulSet::port), [`LoadBalancer::port`](crate::LoadBalancer::port)",
            ),
            ("selector", "the labels of the pods: [`Service::selector`](crate::Service::selector)"),
        ],
    },
    Section {
        title: "HorizontalPodAutoscaler",
        kind: ("autoscaling/v2", "HorizontalPodAutoscaler"),
        object: "HORIZONTAL_POD_AUTOSCALER",
        path: "/spec",
        owners: &["Autoscale"],
        others: &[
            ("minReplicas", "[`Autoscale::new`](crate::Autoscale::new)"),
            ("maxReplicas", "[`Autoscale::new`](crate::Autoscale::new)"),
            ("scaleTargetRef", "the workload that has `.autoscale(..)`"),
        ],
    },
    Section {
        title: "PodDisruptionBudget",
        kind: ("policy/v1", "PodDisruptionBudget"),
        object: "POD_DISRUPTION_BUDGET",
        path: "/spec",
        owners: &[],
        others: &[
            ("maxUnavailable", "[`max_unavailable`](crate::max_unavailable)"),
            ("minAvailable", "[`min_available`](crate::min_available)"),
        ],
    },
    Section {
        title: "NetworkPolicy",
        kind: ("networking.k8s.io/v1", "NetworkPolicy"),
        object: "NETWORK_POLICY",
        path: "/spec",
        owners: &[],
        others: &[
            ("ingress", "[`Pod::called_by`](crate::Pod::called_by), and `.calls(..)` of the callers"),
            (
                "egress",
                "[`Pod::calls`](crate::Pod::calls), [`Pod::uses`](crate::Pod::uses), [`Pod::reads`](crate::Pod::reads), [`TierSpec::isolation`](crate::TierSpec::isolation)",
            ),
        ],
    },
];
