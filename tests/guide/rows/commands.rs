//! "Deployment Steps" and "Verify Deployment".
use super::*;

const DATABASE: &str = "spec.template.spec.containers[0].env[name=DATABASE_URL].valueFrom";
const JWT: &str = "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY].valueFrom";

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-070",
        says: "kubectl, of the cluster's version or the one beside it",
        claims: &[says("README.md", "kubectl, at most one minor version away from the cluster")],
    },
    Row {
        id: "R-071",
        says: "Helm 4 instead of the installer of Helm 3",
        claims: &[says("README.md", "Helm 4"), never("README.md", "get-helm-3")],
    },
    Row {
        id: "R-072",
        says: "cert-manager 1.21 by its chart instead of v1.13.0",
        claims: &[
            says("README.md", "helm install cert-manager oci://quay.io/jetstack/charts/cert-manager --version v1.21."),
            says("README.md", "--namespace cert-manager --create-namespace --set crds.enabled=true"),
            never("README.md", "v1.13"),
        ],
    },
    Row {
        id: "R-073",
        says: "ingress-nginx by Helm, as the guide installs it (decision 2)",
        claims: &[
            says("README.md", "helm repo add ingress-nginx https://kubernetes.github.io/ingress-nginx"),
            says("README.md", "helm install ingress-nginx ingress-nginx/ingress-nginx"),
            says("README.md", "--namespace ingress-nginx --create-namespace"),
        ],
    },
    Row {
        id: "R-074",
        says: "what the guide forgot: metrics-server, a network plugin that enforces, an adapter (decision 5: not KEDA)",
        claims: &[
            says("README.md", "- metrics-server"),
            says("README.md", "a network plugin that enforces NetworkPolicy"),
            says("README.md", "an adapter that serves `custom.metrics.k8s.io`"),
        ],
    },
    Row {
        id: "R-075",
        says: "namespaces.yaml, with priorities, quotas and limit ranges",
        claims: &[
            says("README.md", "kubectl apply --server-side -f namespaces.yaml"),
            says("namespaces.yaml", "kind: Namespace\n"),
            says("namespaces.yaml", "kind: PriorityClass\n"),
            says("namespaces.yaml", "kind: ResourceQuota\n"),
            says("namespaces.yaml", "kind: LimitRange\n"),
        ],
    },
    Row {
        id: "R-076",
        says: "database-credentials, key url: in each tier, with a role of its own, never a value on a command line",
        claims: &[
            json(AUTH, DATABASE, DATABASE_URL),
            json(ANALYSIS, DATABASE, DATABASE_URL),
            json(AI, DATABASE, DATABASE_URL),
            json(V1, DATABASE, DATABASE_URL),
            json(V3, DATABASE, DATABASE_URL),
            says("secrets.commands.txt", "kubectl create secret generic database-credentials"),
            says("secrets.commands.txt", "--from-file=url=./platform-v2-stable/database-credentials/url"),
            says("secrets.commands.txt", "--from-file=url=./platform-v1-exp/database-credentials/url"),
            says("secrets.commands.txt", "--from-file=url=./platform-v3-quarantine/database-credentials/url"),
            says("secrets.commands.txt", "postgresql://app_stable:"),
            says("secrets.commands.txt", "postgresql://app_exp:"),
            says("secrets.commands.txt", "postgresql://app_quarantine:"),
            never("secrets.commands.txt", "--from-literal"),
            missing(object("Secret", ANY, ANY)),
        ],
    },
    Row {
        id: "R-077",
        says: "jwt-secrets, key secret-key: random, another key in each tier, none in the archive",
        claims: &[
            json(AUTH, JWT, JWT_SECRET),
            json(ANALYSIS, JWT, JWT_SECRET),
            json(AI, JWT, JWT_SECRET),
            json(V1, JWT, JWT_SECRET),
            absent(V3, "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY]"),
            says("secrets.commands.txt", "kubectl create secret generic jwt-secrets"),
            says("secrets.commands.txt", "--from-file=secret-key=./platform-v2-stable/jwt-secrets/secret-key"),
            says("secrets.commands.txt", "--from-file=secret-key=./platform-v1-exp/jwt-secrets/secret-key"),
            says("secrets.commands.txt", "openssl rand -base64 48"),
        ],
    },
    Row {
        id: "R-078",
        says: "redis-config, key url: the whole name of a Redis in another namespace; exp has a database of its own",
        claims: &[
            is(object("ConfigMap", STABLE, "redis-config"), "data.url", STABLE_REDIS),
            is(object("ConfigMap", EXP, "redis-config"), "data.url", EXP_REDIS),
        ],
    },
    Row {
        id: "R-079",
        says: "network-policies.yaml",
        claims: &[
            says("README.md", "kubectl apply --server-side -f network-policies.yaml"),
            says("network-policies.yaml", "kind: NetworkPolicy\n"),
        ],
    },
    Row {
        id: "R-080",
        says: "deployments.yaml: service accounts, Services, Deployments and budgets",
        claims: &[
            says("README.md", "kubectl apply --server-side -f deployments.yaml"),
            says("deployments.yaml", "kind: ServiceAccount\n"),
            says("deployments.yaml", "kind: Service\n"),
            says("deployments.yaml", "kind: Deployment\n"),
            says("deployments.yaml", "kind: PodDisruptionBudget\n"),
        ],
    },
    Row {
        id: "R-081",
        says: "hpa-ingress.yaml: autoscalers, Ingresses, issuers and certificates",
        claims: &[
            says("README.md", "kubectl apply --server-side -f hpa-ingress.yaml"),
            says("hpa-ingress.yaml", "kind: HorizontalPodAutoscaler\n"),
            says("hpa-ingress.yaml", "kind: Ingress\n"),
            says("hpa-ingress.yaml", "kind: ClusterIssuer\n"),
            says("hpa-ingress.yaml", "kind: Certificate\n"),
        ],
    },
    Row {
        id: "R-082",
        says: "what \"Deploy Infrastructure\" forgot has files, and all files have an order",
        claims: &[
            json(KUSTOMIZATION, "resources", ORDER),
            says("README.md", "kubectl apply --server-side -f policies.yaml"),
            says("README.md", "kubectl apply --server-side -f config.yaml"),
            says("config.yaml", "kind: ConfigMap\n"),
            says("policies.yaml", "kind: ValidatingAdmissionPolicy\n"),
            says("README.md", "the secrets of `secrets.commands.txt` after the namespaces"),
        ],
    },
    Row {
        id: "R-083",
        says: "the guide's checks work here, `get ingress` too (decision 1), and some say what must fail",
        claims: &[
            says("README.md", "kubectl get namespaces"),
            says("README.md", "kubectl get deployments,pods,svc,ingress,hpa,pdb,networkpolicies -n platform-v2-stable"),
            says("README.md", "kubectl get certificate api-tls -n platform-v2-stable"),
            says("README.md", "kubectl describe hpa auth-service-hpa -n platform-v2-stable"),
            says("README.md", "kubectl run probe -n default"),
            says("README.md", "-X POST https://v3.coderev.example.com/"),
            says("README.md", "https://v1.coderev.example.com/metrics"),
        ],
    },
];

const DATABASE_URL: &str = r#"{"secretKeyRef": {"name": "database-credentials", "key": "url"}}"#;
const JWT_SECRET: &str = r#"{"secretKeyRef": {"name": "jwt-secrets", "key": "secret-key"}}"#;
const STABLE_REDIS: &str = "redis://redis.platform-infrastructure.svc.cluster.local:6379/0";
const EXP_REDIS: &str = "redis://redis.platform-infrastructure.svc.cluster.local:6379/1";
const ORDER: &str = r#"["namespaces.yaml", "policies.yaml", "network-policies.yaml", "config.yaml",
    "deployments.yaml", "hpa-ingress.yaml"]"#;
