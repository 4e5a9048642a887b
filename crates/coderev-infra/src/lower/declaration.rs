//! Declarations in containers, and the fields that they become.
use crate::model::Place;
use coderev_objects::Object;
use k8s_openapi::api::core::v1::{Container, PodSpec};

/// The declarations in a container, each with its line.
#[derive(Clone, Debug)]
pub(crate) struct Declarations {
    pub(crate) container: String,
    pub(crate) settings: Vec<(Setting, Place)>,
}
#[derive(Clone, Debug)]
pub(crate) enum Setting {
    /// The container: its fields without a line of their own have this line.
    Container,
    /// Request and limit, by the name of the resource.
    Resource(&'static str),
    User,
    /// By name.
    Variable(String),
    /// By path.
    Mount(String),
    /// Another field of the container: `livenessProbe`.
    Field(&'static str),
}

/// The JSON pointers of the fields that `declarations` become in `object`, each with its line.
pub(super) fn fields(object: &Object, declarations: &[Declarations]) -> Vec<(String, Place)> {
    let Some(template) = object.template().filter(|_| !declarations.is_empty()) else { return Vec::new() };
    let (pod, root) = (template.spec(), [template.pointer(), "/spec"].concat());
    let mut fields = Vec::new();
    for Declarations { container, settings } in declarations {
        let Some((container, list, index)) = find(pod, container) else { continue };
        let own = format!("{root}/{list}/{index}");
        for (setting, at) in settings {
            let mut put = |parts: &[&str]| fields.push((parts.concat(), *at));
            match setting {
                Setting::Container => put(&[&own]),
                Setting::Resource(name) => {
                    put(&[&own, "/resources/requests/", name]);
                    put(&[&own, "/resources/limits/", name]);
                }
                Setting::User => {
                    for field in ["runAsUser", "runAsNonRoot"] {
                        put(&[&own, "/securityContext/", field]);
                        if list == "containers" {
                            put(&[&root, "/securityContext/", field]);
                        }
                    }
                }
                Setting::Field(name) => put(&[&own, "/", name]),
                Setting::Variable(name) => {
                    let at = container.env.iter().flatten().position(|variable| variable.name == *name);
                    at.into_iter().for_each(|at| put(&[&own, "/env/", &at.to_string()]));
                }
                Setting::Mount(path) => {
                    let mount = container.volume_mounts.iter().flatten().find(|mount| mount.mount_path == *path);
                    let at = mount.and_then(|mount| pod.volumes.iter().flatten().position(|it| it.name == mount.name));
                    at.into_iter().for_each(|at| put(&[&root, "/volumes/", &at.to_string()]));
                    let mount = container.volume_mounts.iter().flatten().position(|mount| mount.mount_path == *path);
                    mount.into_iter().for_each(|at| put(&[&own, "/volumeMounts/", &at.to_string()]));
                }
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
