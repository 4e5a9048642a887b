//! The lines of the deployment guide that the rows refer to. The owner may change the text of the deployment guide.
//! Then these tests fail and name the rows to review.
use crate::rows;
use std::collections::BTreeSet;

const GUIDE: &str = include_str!("../../docs/deployment-guide.md");
const DESIGN: &str = include_str!("../../DESIGN.md");

/// Row, line number, and a part of that line.
const LINES: &[(&str, usize, &str)] = &[
    ("R-001", 5, "Production-grade Kubernetes deployment with namespaces,"),
    ("R-002", 13, "Ingress Controller"),
    ("R-003", 18, ""),
    ("R-004", 25, ""),
    ("R-005", 33, "┌───────────┴───────────┐"),
    ("R-010", 46, "- **Name**: `platform-v2-stable`"),
    ("R-010", 54, "- **Name**: `platform-v1-exp`"),
    ("R-010", 62, "- **Name**: `platform-v3-quarantine`"),
    ("R-010", 70, "- **Name**: `platform-infrastructure`"),
    ("R-010", 76, "- **Name**: `platform-monitoring`"),
    ("R-011", 47, "- **Environment**: production"),
    ("R-011", 55, "- **Environment**: experimental"),
    ("R-011", 63, "- **Environment**: quarantine"),
    ("R-012", 48, "- **Replicas**: 3+ per service"),
    ("R-013", 49, "- **Network Policy**: Strict isolation"),
    ("R-013", 82, "## Network Policies"),
    ("R-014", 50, "- **SLO**: p95 < 3s, error rate < 2%"),
    ("R-015", 56, "- **Replicas**: 1-2 per service"),
    ("R-016", 57, "- **Network Policy**: Relaxed"),
    ("R-017", 58, "- **Purpose**: Testing new models"),
    ("R-018", 64, "- **Replicas**: 1 per service"),
    ("R-019", 65, "- **Network Policy**: Read-only"),
    ("R-020", 66, "- **Purpose**: Archive failed experiments"),
    ("R-030", 86, "- **Ingress**: Only from ingress-nginx"),
    ("R-031", 87, "- **Egress**: Only to databases, message queues, policy"),
    ("R-032", 88, "- **Purpose**: Strict security boundary"),
    ("R-033", 92, "- **Ingress**: Only from ingress-nginx"),
    ("R-034", 93, "- **Egress**: Allow all (for experimentation)"),
    ("R-035", 98, "- **Ingress**: Only from ingress-nginx (read-only)"),
    ("R-036", 99, "- **Egress**: Only to databases (read-only)"),
    ("R-037", 100, "- **Purpose**: Immutable archive"),
    ("R-040", 109, "Replicas: 3"),
    ("R-041", 110, "CPU: 250m request, 1000m limit"),
    ("R-041", 456, "Requests: CPU 250m, Memory 512Mi"),
    ("R-042", 112, "Probes: Liveness (30s), Readiness (10s)"),
    ("R-043", 118, "Replicas: 3"),
    ("R-044", 119, "CPU: 500m request, 2000m limit"),
    ("R-044", 460, "Requests: CPU 500m, Memory 1Gi"),
    ("R-045", 121, "Probes: Liveness (30s), Readiness (10s)"),
    ("R-046", 127, "Replicas: 2"),
    ("R-047", 128, "CPU: 1000m request, 4000m limit"),
    ("R-047", 464, "Requests: CPU 1000m, Memory 2Gi"),
    ("R-048", 130, "Node Selector: workload-type=compute"),
    ("R-049", 131, "Probes: Liveness (30s), Readiness (10s)"),
    ("R-050", 141, "Min Replicas: 3"),
    ("R-051", 143, "CPU Target: 70%"),
    ("R-052", 145, "Scale Up: 100% every 15s"),
    ("R-053", 146, "Scale Down: 50% every 60s"),
    ("R-054", 155, "Memory Target: 80%"),
    ("R-055", 165, "CPU Target: 75%"),
    ("R-056", 331, "- CPU utilization (70% target)"),
    ("R-057", 333, "- Custom metrics (requests per second)"),
    ("R-060", 177, "- **Host**: api.coderev.example.com"),
    ("R-061", 178, "- **TLS**: Let's Encrypt (cert-manager)"),
    ("R-061", 189, "- **TLS**: Let's Encrypt"),
    ("R-061", 195, "- **TLS**: Let's Encrypt"),
    ("R-062", 179, "- **Rate Limit**: 100 requests/second"),
    ("R-063", 181, "- `/api/auth` → auth-service"),
    ("R-064", 182, "- `/api/analyze` → analysis-service"),
    ("R-065", 183, "- `/api/orchestrate` → ai-orchestrator"),
    ("R-066", 184, "- `/health` → auth-service"),
    ("R-067", 188, "- **Host**: v1.coderev.example.com"),
    ("R-068", 194, "- **Host**: v3.coderev.example.com"),
    ("R-070", 206, r#"curl -LO "https://dl.k8s.io/release/$(curl -L -s"#),
    ("R-071", 209, "curl"),
    ("R-072", 212, "kubectl apply -f"),
    ("R-073", 215, "helm repo add ingress-nginx"),
    ("R-074", 202, "### Prerequisites"),
    ("R-075", 223, "kubectl apply -f kubernetes/namespaces.yaml"),
    ("R-076", 226, "kubectl create secret generic database-credentials"),
    ("R-077", 230, "kubectl create secret generic jwt-secrets"),
    ("R-078", 235, "kubectl create configmap redis-config"),
    ("R-079", 240, "kubectl apply -f kubernetes/network-policies.yaml"),
    ("R-080", 243, "kubectl apply -f kubernetes/deployments.yaml"),
    ("R-081", 246, "kubectl apply -f kubernetes/hpa-ingress.yaml"),
    ("R-082", 219, "### Deploy Infrastructure"),
    ("R-083", 253, "kubectl get namespaces"),
    ("R-100", 318, "kubectl scale deployment auth-service"),
    ("R-101", 323, "kubectl describe hpa auth-service-hpa"),
    ("R-102", 341, "kubectl set image deployment/auth-service"),
    ("R-103", 346, "kubectl rollout status deployment/auth-service"),
    ("R-104", 350, "kubectl rollout undo deployment/auth-service"),
    ("R-105", 362, "kubectl describe pod <pod-name> -n platform-v2-stable"),
    ("R-106", 375, "kubectl exec -it <pod-name> -n platform-v2-stable --"),
    ("R-107", 386, "kubectl top pods -n platform-v2-stable"),
    ("R-110", 399, "### Pod Security Policy"),
    ("R-111", 402, "- runAsNonRoot: true"),
    ("R-112", 403, "- runAsUser: 1000"),
    ("R-113", 404, "- allowPrivilegeEscalation: false"),
    ("R-114", 405, "- readOnlyRootFilesystem: true"),
    ("R-115", 406, "- capabilities: drop ALL"),
    ("R-116", 411, "- Strict ingress/egress rules"),
    ("R-117", 413, "- Service-to-service communication only"),
    ("R-118", 417, "- Use Kubernetes secrets"),
    ("R-140", 457, "Limits: CPU 1000m, Memory 2Gi"),
    ("R-141", 471, "minAvailable: 2"),
    ("R-150", 479, "- Use node affinity for workload placement"),
    ("R-151", 480, "- Implement pod disruption budgets"),
    ("R-152", 481, "- Use reserved instances for baseline load"),
    ("R-153", 482, "- Spot instances for batch processing"),
];

#[test]
fn every_row_refers_to_a_line_that_exists() {
    let guide: Vec<&str> = GUIDE.lines().collect();
    let missing: Vec<_> = LINES
        .iter()
        .filter(|(_, number, part)| {
            !number.checked_sub(1).and_then(|at| guide.get(at)).is_some_and(|line| line.contains(part))
        })
        .collect();
    assert!(missing.is_empty(), "not in docs/deployment-guide.md: {missing:#?}");

    let listed: BTreeSet<&str> = LINES.iter().map(|(id, ..)| *id).collect();
    let rows: BTreeSet<&str> =
        rows::all().iter().chain(&rows::gateway::ROWS.iter().collect::<Vec<_>>()).map(|row| row.id).collect();
    assert_eq!(listed, rows, "rows without a line, and lines without a row");
}

/// The table of contradictions in DESIGN.md refers to lines of the deployment guide.
#[test]
fn the_design_document_refers_to_lines_that_exist() {
    let guide: Vec<&str> = GUIDE.lines().collect();
    let table = DESIGN.lines().skip_while(|line| !line.starts_with("| line |")).skip(2);
    let numbers: Vec<usize> = table
        .take_while(|line| line.starts_with('|'))
        .flat_map(|line| line.split('|').nth(1).expect("a cell").split(','))
        .map(|number| number.trim().parse().unwrap_or_else(|_| panic!("not a line number: `{number}`")))
        .collect();
    assert!(numbers.len() >= 30, "{numbers:?}");
    for number in numbers {
        let line = number.checked_sub(1).and_then(|at| guide.get(at)).copied().unwrap_or_default();
        assert!(!line.trim().is_empty(), "line {number} of docs/deployment-guide.md is empty or does not exist");
    }
}
