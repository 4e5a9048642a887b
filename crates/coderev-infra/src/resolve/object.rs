//! The object that runs the pods of a workload.
use crate::model::KindDecl;
use crate::resolve::workload::Workload;

impl Workload<'_> {
    /// The kind of the object that runs its pods.
    pub(crate) fn kind(&self) -> &'static str {
        match self.declared.kind {
            KindDecl::Service | KindDecl::Worker => "Deployment",
            KindDecl::Job(_) => "Job",
            KindDecl::CronJob(..) => "CronJob",
            KindDecl::StatefulSet(_) => "StatefulSet",
            KindDecl::DaemonSet(_) => "DaemonSet",
        }
    }
    /// The name of that object. A Job has the version of its image in its name.
    pub(crate) fn object_name(&self) -> String {
        match &self.declared.kind {
            KindDecl::Job(job) => self.job_name(job),
            _ => self.name().to_owned(),
        }
    }
}
