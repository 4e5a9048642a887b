//! Declarations in containers, and the fields that they become.
use crate::model::Place;
use coderev_objects::Object;
use k8s_openapi::api::core::v1::{Container, PodSpec};

/// A declaration in a container, and its line.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    pub(crate) container: String,
    pub(crate) setting: Setting,
    pub(crate) at: Place,
}
#[derive(Clone, Debug)]
pub(crate) enum Setting {
    /// Request and limit, by the name of the resource.
    Resource(&'static str),
    User,
    /// By name.
    Variable(String),
    /// By path.
    Mount(String),
}

/// The JSON pointers of the fields that `declarations` become in `object`, each with its line.
pub(super) fn fields(object: &Object, declarations: &[Declaration]) -> Vec<(String, Place)> {
    let Some(template) = object.template().filter(|_| !declarations.is_empty()) else { return Vec::new() };
    let (pod, root) = (template.spec(), format!("{}/spec", template.pointer()));
    let mut fields = Vec::new();
    for it in declarations {
        let Some((container, list, index)) = find(pod, &it.container) else { continue };
        let mut put = |pointer: String| fields.push((pointer, it.at));
        let own = format!("{root}/{list}/{index}");
        match &it.setting {
            Setting::Resource(name) => {
                put(format!("{own}/resources/requests/{name}"));
                put(format!("{own}/resources/limits/{name}"));
            }
            Setting::User => {
                for field in ["runAsUser", "runAsNonRoot"] {
                    put(format!("{own}/securityContext/{field}"));
                    if list == "containers" {
                        put(format!("{root}/securityContext/{field}"));
                    }
                }
            }
            Setting::Variable(name) => {
                let at = container.env.iter().flatten().position(|variable| variable.name == *name);
                at.into_iter().for_each(|at| put(format!("{own}/env/{at}")));
            }
            Setting::Mount(path) => {
                let mount = container.volume_mounts.iter().flatten().find(|mount| mount.mount_path == *path);
                let at = mount.and_then(|mount| pod.volumes.iter().flatten().position(|it| it.name == mount.name));
                at.into_iter().for_each(|at| put(format!("{root}/volumes/{at}")));
            }
        }
    }
    fields
}
/// A container of this name, its list, and its place there.
fn find<'a>(pod: &'a PodSpec, name: &str) -> Option<(&'a Container, &'static str, usize)> {
    let init = pod.init_containers.iter().flatten().enumerate().map(|(at, it)| (it, "initContainers", at));
    let main = pod.containers.iter().enumerate().map(|(at, it)| (it, "containers", at));
    main.chain(init).find(|(container, ..)| container.name == name)
}
