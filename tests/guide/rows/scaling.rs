//! "Horizontal Pod Autoscaling" and "Automatic Scaling".
use super::*;

const CPU: &str = "spec.metrics[resource.name=cpu].resource.target";
const MEMORY: &str = "spec.metrics[resource.name=memory].resource.target";
const REQUESTS: &str = "spec.metrics[pods.metric.name=http_requests_per_second].pods.target";

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-050",
        states: "auth-service: 3 to 20 replicas",
        claims: &[
            json(AUTH_HPA, "spec.minReplicas", "3"),
            json(AUTH_HPA, "spec.maxReplicas", "20"),
            json(AUTH_HPA, "spec.scaleTargetRef", AUTH_TARGET),
        ],
    },
    Row {
        id: "R-051",
        states: "auth-service: 70 % of the CPU, 80 % of the memory",
        claims: &[
            json(AUTH_HPA, CPU, r#"{"type": "Utilization", "averageUtilization": 70}"#),
            json(AUTH_HPA, MEMORY, r#"{"type": "Utilization", "averageUtilization": 80}"#),
        ],
    },
    Row {
        id: "R-052",
        states: "auth-service: up by 100 % every 15 s, immediately",
        claims: &[
            json(AUTH_HPA, "spec.behavior.scaleUp.policies", DOUBLE),
            json(AUTH_HPA, "spec.behavior.scaleUp.stabilizationWindowSeconds", "0"),
            is(AUTH_HPA, "spec.behavior.scaleUp.selectPolicy", "Max"),
        ],
    },
    Row {
        id: "R-053",
        states: "auth-service: down by 50 % every 60 s, after five minutes",
        claims: &[
            json(AUTH_HPA, "spec.behavior.scaleDown.policies", HALVE),
            json(AUTH_HPA, "spec.behavior.scaleDown.stabilizationWindowSeconds", "300"),
            is(AUTH_HPA, "spec.behavior.scaleDown.selectPolicy", "Max"),
        ],
    },
    Row {
        id: "R-054",
        states: "analysis-service: 3 to 50 at 70 % and 80 %; up by 100 % or four pods, the larger of both, every 15 s",
        claims: &[
            json(ANALYSIS_HPA, "spec.minReplicas", "3"),
            json(ANALYSIS_HPA, "spec.maxReplicas", "50"),
            json(ANALYSIS_HPA, "spec.scaleTargetRef", ANALYSIS_TARGET),
            json(ANALYSIS_HPA, CPU, r#"{"type": "Utilization", "averageUtilization": 70}"#),
            json(ANALYSIS_HPA, MEMORY, r#"{"type": "Utilization", "averageUtilization": 80}"#),
            json(ANALYSIS_HPA, "spec.behavior.scaleUp.policies", DOUBLE_OR_FOUR),
            json(ANALYSIS_HPA, "spec.behavior.scaleUp.stabilizationWindowSeconds", "0"),
            is(ANALYSIS_HPA, "spec.behavior.scaleUp.selectPolicy", "Max"),
            json(ANALYSIS_HPA, "spec.behavior.scaleDown.policies", HALVE),
            json(ANALYSIS_HPA, "spec.behavior.scaleDown.stabilizationWindowSeconds", "300"),
            is(ANALYSIS_HPA, "spec.behavior.scaleDown.selectPolicy", "Max"),
        ],
    },
    Row {
        id: "R-055",
        states: "ai-orchestrator: 2 to 30 at 75 % and 80 %; up by 100 % or two pods, the larger of both, every 15 s",
        claims: &[
            json(AI_HPA, "spec.minReplicas", "2"),
            json(AI_HPA, "spec.maxReplicas", "30"),
            json(AI_HPA, "spec.scaleTargetRef", AI_TARGET),
            json(AI_HPA, CPU, r#"{"type": "Utilization", "averageUtilization": 75}"#),
            json(AI_HPA, MEMORY, r#"{"type": "Utilization", "averageUtilization": 80}"#),
            json(AI_HPA, "spec.behavior.scaleUp.policies", DOUBLE_OR_TWO),
            json(AI_HPA, "spec.behavior.scaleUp.stabilizationWindowSeconds", "0"),
            is(AI_HPA, "spec.behavior.scaleUp.selectPolicy", "Max"),
            json(AI_HPA, "spec.behavior.scaleDown.policies", HALVE),
            json(AI_HPA, "spec.behavior.scaleDown.stabilizationWindowSeconds", "300"),
            is(AI_HPA, "spec.behavior.scaleDown.selectPolicy", "Max"),
        ],
    },
    Row {
        id: "R-056",
        states: "70 % and 80 % for all, but 75 % for the orchestrator, which has its own number",
        claims: &[
            json(AUTH_HPA, "spec.metrics[resource.name=cpu].resource.target.averageUtilization", "70"),
            json(ANALYSIS_HPA, "spec.metrics[resource.name=cpu].resource.target.averageUtilization", "70"),
            json(AI_HPA, "spec.metrics[resource.name=cpu].resource.target.averageUtilization", "75"),
            json(AUTH_HPA, "spec.metrics[resource.name=memory].resource.target.averageUtilization", "80"),
            json(ANALYSIS_HPA, "spec.metrics[resource.name=memory].resource.target.averageUtilization", "80"),
            json(AI_HPA, "spec.metrics[resource.name=memory].resource.target.averageUtilization", "80"),
        ],
    },
    Row {
        id: "R-057",
        states: "requests per second as a metric of the pods: 50, 10 and 2 (decisions 5 and 30)",
        claims: &[
            json(AUTH_HPA, "spec.metrics[*].type", r#"["Resource", "Resource", "Pods"]"#),
            json(ANALYSIS_HPA, "spec.metrics[*].type", r#"["Resource", "Resource", "Pods"]"#),
            json(AI_HPA, "spec.metrics[*].type", r#"["Resource", "Resource", "Pods"]"#),
            json(AUTH_HPA, REQUESTS, r#"{"type": "AverageValue", "averageValue": "50"}"#),
            json(ANALYSIS_HPA, REQUESTS, r#"{"type": "AverageValue", "averageValue": "10"}"#),
            json(AI_HPA, REQUESTS, r#"{"type": "AverageValue", "averageValue": "2"}"#),
            missing(object("ScaledObject", ANY, ANY)),
        ],
    },
];

const AUTH_TARGET: &str = r#"{"apiVersion": "apps/v1", "kind": "Deployment", "name": "auth-service"}"#;
const ANALYSIS_TARGET: &str = r#"{"apiVersion": "apps/v1", "kind": "Deployment", "name": "analysis-service"}"#;
const AI_TARGET: &str = r#"{"apiVersion": "apps/v1", "kind": "Deployment", "name": "ai-orchestrator"}"#;
const DOUBLE: &str = r#"[{"type": "Percent", "value": 100, "periodSeconds": 15}]"#;
const DOUBLE_OR_FOUR: &str = r#"[
    {"type": "Percent", "value": 100, "periodSeconds": 15}, {"type": "Pods", "value": 4, "periodSeconds": 15}
]"#;
const DOUBLE_OR_TWO: &str = r#"[
    {"type": "Percent", "value": 100, "periodSeconds": 15}, {"type": "Pods", "value": 2, "periodSeconds": 15}
]"#;
const HALVE: &str = r#"[{"type": "Percent", "value": 50, "periodSeconds": 60}]"#;
