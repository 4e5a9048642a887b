//! "Deployment Steps" and "Verify Deployment".
use super::*;

const DATABASE: &str = "spec.template.spec.containers[0].env[name=DATABASE_URL].valueFrom";
const JWT: &str = "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY].valueFrom";

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-070",
        states: "kubectl, with the version of the cluster or an adjacent version",
        claims: &[states("README.md", "kubectl, within one minor version of the cluster")],
    },
    Row {
        id: "R-071",
        states: "Helm 4 instead of the installer of Helm 3",
        claims: &[states("README.md", "Helm 4"), never("README.md", "get-helm-3")],
    },
    Row {
        id: "R-072",
        states: "cert-manager 1.21 from its chart instead of v1.13.0",
        claims: &[
            states(
                "README.md",
                "helm install cert-manager oci://quay.io/jetstack/charts/cert-manager --version v1.21.",
            ),
            states("README.md", "--namespace cert-manager --create-namespace --set crds.enabled=true"),
            never("README.md", "v1.13"),
        ],
    },
    Row {
        id: "R-073",
        states: "ingress-nginx by Helm, as in the deployment guide (decision 2)",
        claims: &[
            states("README.md", "helm repo add ingress-nginx https://kubernetes.github.io/ingress-nginx"),
            states("README.md", "helm install ingress-nginx ingress-nginx/ingress-nginx"),
            states("README.md", "--namespace ingress-nginx --create-namespace"),
        ],
    },
    Row {
        id: "R-074",
        states: "omitted prerequisites: metrics-server, a network plugin with policies, an adapter (decision 5: not KEDA)",
        claims: &[
            states("README.md", "- metrics-server"),
            states("README.md", "a network plugin that enforces NetworkPolicy"),
            states("README.md", "An adapter that serves `custom.metrics.k8s.io`"),
        ],
    },
    Row {
        id: "R-075",
        states: "namespaces.yaml, with priorities, quotas and limit ranges",
        claims: &[
            states("README.md", "kubectl apply --server-side -f namespaces.yaml"),
            states("namespaces.yaml", "kind: Namespace\n"),
            states("namespaces.yaml", "kind: PriorityClass\n"),
            states("namespaces.yaml", "kind: ResourceQuota\n"),
            states("namespaces.yaml", "kind: LimitRange\n"),
        ],
    },
    Row {
        id: "R-076",
        states: "database-credentials, key url: a Secret and a database role for each tier, no value on a command line",
        claims: &[
            json(AUTH, DATABASE, DATABASE_URL),
            json(ANALYSIS, DATABASE, DATABASE_URL),
            json(AI, DATABASE, DATABASE_URL),
            json(V1, DATABASE, DATABASE_URL),
            json(V3, DATABASE, DATABASE_URL),
            states("secrets.commands.txt", "kubectl create secret generic database-credentials"),
            states("secrets.commands.txt", "--from-file=url=./platform-v2-stable/database-credentials/url"),
            states("secrets.commands.txt", "--from-file=url=./platform-v1-exp/database-credentials/url"),
            states("secrets.commands.txt", "--from-file=url=./platform-v3-quarantine/database-credentials/url"),
            states("secrets.commands.txt", "postgresql://app_stable:"),
            states("secrets.commands.txt", "postgresql://app_exp:"),
            states("secrets.commands.txt", "postgresql://app_quarantine:"),
            never("secrets.commands.txt", "--from-literal"),
            missing(object("Secret", ANY, ANY)),
        ],
    },
    Row {
        id: "R-077",
        states: "jwt-secrets, key secret-key: random, a different key in each tier, none in the archive",
        claims: &[
            json(AUTH, JWT, JWT_SECRET),
            json(ANALYSIS, JWT, JWT_SECRET),
            json(AI, JWT, JWT_SECRET),
            json(V1, JWT, JWT_SECRET),
            absent(V3, "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY]"),
            states("secrets.commands.txt", "kubectl create secret generic jwt-secrets"),
            states("secrets.commands.txt", "--from-file=secret-key=./platform-v2-stable/jwt-secrets/secret-key"),
            states("secrets.commands.txt", "--from-file=secret-key=./platform-v1-exp/jwt-secrets/secret-key"),
            states("secrets.commands.txt", "openssl rand -base64 48"),
        ],
    },
    Row {
        id: "R-078",
        states: "redis-config, key url: the full DNS name of a Redis in another namespace; exp has a database of its own",
        claims: &[
            is(object("ConfigMap", STABLE, "redis-config"), "data.url", STABLE_REDIS),
            is(object("ConfigMap", EXP, "redis-config"), "data.url", EXP_REDIS),
        ],
    },
    Row {
        id: "R-079",
        states: "network-policies.yaml",
        claims: &[
            states("README.md", "kubectl apply --server-side -f network-policies.yaml"),
            states("network-policies.yaml", "kind: NetworkPolicy\n"),
        ],
    },
    Row {
        id: "R-080",
        states: "deployments.yaml: ServiceAccounts, Services, Deployments and PodDisruptionBudgets",
        claims: &[
            states("README.md", "kubectl apply --server-side -f deployments.yaml"),
            states("deployments.yaml", "kind: ServiceAccount\n"),
            states("deployments.yaml", "kind: Service\n"),
            states("deployments.yaml", "kind: Deployment\n"),
            states("deployments.yaml", "kind: PodDisruptionBudget\n"),
        ],
    },
    Row {
        id: "R-081",
        states: "hpa-ingress.yaml: autoscalers, Ingresses, issuers and certificates",
        claims: &[
            states("README.md", "kubectl apply --server-side -f hpa-ingress.yaml"),
            states("hpa-ingress.yaml", "kind: HorizontalPodAutoscaler\n"),
            states("hpa-ingress.yaml", "kind: Ingress\n"),
            states("hpa-ingress.yaml", "kind: ClusterIssuer\n"),
            states("hpa-ingress.yaml", "kind: Certificate\n"),
        ],
    },
    Row {
        id: "R-082",
        states: "the components that \"Deploy Infrastructure\" omits have files, and all files have an order",
        claims: &[
            json(KUSTOMIZATION, "resources", ORDER),
            states("README.md", "kubectl apply --server-side -f policies.yaml"),
            states("README.md", "kubectl apply --server-side -f config.yaml"),
            states("config.yaml", "kind: ConfigMap\n"),
            states("policies.yaml", "kind: ValidatingAdmissionPolicy\n"),
            states("README.md", "Create the secrets of `secrets.commands.txt` after the namespaces"),
        ],
    },
    Row {
        id: "R-083",
        states: "all checks work, also `get ingress` (decision 1); some checks list requests that must fail",
        claims: &[
            states("README.md", "kubectl get namespaces"),
            states(
                "README.md",
                "kubectl get deployments,pods,svc,ingress,hpa,pdb,networkpolicies -n platform-v2-stable",
            ),
            states("README.md", "kubectl get certificate api.coderev.example.com-tls -n platform-v2-stable"),
            states("README.md", "kubectl describe hpa auth-service-hpa -n platform-v2-stable"),
            states("README.md", "kubectl run probe -n default"),
            states("README.md", "-X POST https://v3.coderev.example.com/"),
            states("README.md", "https://v1.coderev.example.com/metrics"),
        ],
    },
];

const DATABASE_URL: &str = r#"{"secretKeyRef": {"name": "database-credentials", "key": "url"}}"#;
const JWT_SECRET: &str = r#"{"secretKeyRef": {"name": "jwt-secrets", "key": "secret-key"}}"#;
const STABLE_REDIS: &str = "redis://redis.platform-infrastructure.svc.cluster.local:6379/0";
const EXP_REDIS: &str = "redis://redis.platform-infrastructure.svc.cluster.local:6379/1";
const ORDER: &str = r#"["namespaces.yaml", "policies.yaml", "network-policies.yaml", "config.yaml",
    "deployments.yaml", "hpa-ingress.yaml"]"#;
