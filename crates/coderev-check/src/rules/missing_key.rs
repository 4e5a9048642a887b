//! `missing-key`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, Origin, Workload};
use k8s_openapi::api::core::v1::{ConfigMap, KeyToPath, Volume, VolumeMount};
use std::collections::BTreeSet;

/// The rule.
pub static MISSING_KEY: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("missing-key", Phase::Objects)
    .summary("variables, items of volumes and sub-paths of mounts that refer to a key that the ConfigMap does not have")
    .why("The pod does not start: `CreateContainerConfigError`, or a volume that is never mounted. If a sub-path does not exist in the volume, \
         Kubernetes mounts an empty directory.")
    .rust(
        r#"let config = ConfigMap::new("web").data("log-level", "info");
worker("sync").env("LOG_LEVEL", config.key("log-levle"))
  //           ^^^ error[missing-key]: the ConfigMap `web` has no key `log-levle`"#,
        r#"let config = ConfigMap::new("web").data("log-level", "info");
worker("sync").env("LOG_LEVEL", config.key("log-level"))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {log-level: info}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    env:
    - name: LOG_LEVEL
      valueFrom: {configMapKeyRef: {name: web, key: log-levle}}
  #                                            ^^^ error[missing-key]: the ConfigMap `web` has no key `log-levle`
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {log-level: info}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    env:
    - name: LOG_LEVEL
      valueFrom: {configMapKeyRef: {name: web, key: log-level}}
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let maps = Maps(inventory);
    for placed in containers::all(inventory) {
        for (index, variable) in placed.container.env.iter().flatten().enumerate() {
            let reference = variable.value_from.as_ref().and_then(|it| it.config_map_key_ref.as_ref());
            let Some(key) = reference.filter(|key| key.optional != Some(true)) else { continue };
            let origin = || placed.origin(&format!("/env/{index}/valueFrom/configMapKeyRef/key"));
            maps.check(placed.workload, &key.name, &key.key, origin, report);
        }
        for (index, mount) in placed.container.volume_mounts.iter().flatten().enumerate() {
            let origin =
                || sub_path_origin(placed.workload, mount, &placed.pointer(&format!("/volumeMounts/{index}/subPath")));
            check_sub_path(&maps, placed.workload, mount, origin, report);
        }
    }
    for workload in inventory.workloads() {
        for (index, volume) in workload.pod().volumes.iter().flatten().enumerate() {
            let root = format!("{}/volumes/{index}", workload.pod_pointer());
            for Source { map, items, pointer } in sources(volume) {
                for (item, KeyToPath { key, .. }) in items.iter().enumerate() {
                    let origin = || workload.origin_of(&format!("{root}{pointer}/items/{item}/key"));
                    maps.check(workload, map, key, origin, report);
                }
            }
        }
    }
}

/// The volume of a mount has the position of `.mount(..)` in a program.
fn sub_path_origin(workload: Workload<'_>, mount: &VolumeMount, pointer: &str) -> Origin {
    let own = workload.origin_of(pointer);
    if matches!(own, Origin::Yaml { .. }) {
        return own;
    }
    let volume = workload.pod().volumes.iter().flatten().position(|it| it.name == mount.name);
    volume.map_or(own, |at| workload.origin_of(&format!("{}/volumes/{at}", workload.pod_pointer())))
}

fn check_sub_path(
    maps: &Maps<'_>,
    workload: Workload<'_>,
    mount: &VolumeMount,
    origin: impl Fn() -> Origin,
    report: &mut Report,
) {
    let Some(path) = mount.sub_path.as_deref().filter(|path| !path.is_empty()) else { return };
    let volume = workload.pod().volumes.iter().flatten().find(|it| it.name == mount.name);
    // The files of several sources of a projected volume are together in one directory.
    let sources = volume.map(sources).unwrap_or_default();
    let [source] = &*sources else { return };
    let is_part = |whole: &str| whole == path || whole.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    if source.items.is_empty() {
        maps.check(workload, source.map, path, origin, report);
    } else if !source.items.iter().any(|it| is_part(&it.path)) {
        let message = format!("the volume `{}` has no file `{path}`", mount.name);
        let paths: Vec<_> = source.items.iter().map(|it| format!("`{}`", it.path)).collect();
        let finding = report.finding(workload.subject(), message).at(origin());
        report.push(finding.help(format!("its files are {}", paths.join(", "))));
    }
}

/// A ConfigMap of a volume.
struct Source<'a> {
    map: &'a str,
    items: &'a [KeyToPath],
    /// Its JSON pointer in the volume.
    pointer: String,
}
/// The ConfigMaps of a volume. Keys of an optional ConfigMap may be absent. A volume with another source has no ConfigMap.
fn sources(volume: &Volume) -> Vec<Source<'_>> {
    let own = volume.config_map.iter().filter(|it| it.optional != Some(true));
    let own = own.map(|it| Source {
        map: &it.name,
        items: it.items.as_deref().unwrap_or_default(),
        pointer: "/configMap".to_owned(),
    });
    let projected = volume.projected.iter().flat_map(|it| it.sources.iter().flatten().enumerate());
    let is_alone = volume.projected.as_ref().is_some_and(|it| it.sources.iter().flatten().count() == 1);
    let projected = projected.filter_map(|(at, it)| Some((at, it.config_map.as_ref()?)));
    let projected = projected.filter(|(_, it)| is_alone && it.optional != Some(true)).map(|(at, it)| Source {
        map: &it.name,
        items: it.items.as_deref().unwrap_or_default(),
        pointer: format!("/projected/sources/{at}/configMap"),
    });
    own.chain(projected).collect()
}

struct Maps<'a>(&'a Inventory);
impl Maps<'_> {
    /// Reports a key that the ConfigMap does not have. A ConfigMap outside the inventory may have it.
    fn check(&self, workload: Workload<'_>, map: &str, key: &str, origin: impl Fn() -> Origin, report: &mut Report) {
        let Some(entry) = self.0.find("v1", "ConfigMap", workload.namespace(), map) else { return };
        let Some(found) = entry.object().as_kind::<ConfigMap>() else { return };
        let text = found.data.iter().flatten().map(|(key, _)| &**key);
        let keys: BTreeSet<&str> = text.chain(found.binary_data.iter().flatten().map(|(key, _)| &**key)).collect();
        if keys.contains(key) {
            return;
        }
        let message = format!("the ConfigMap `{map}` has no key `{key}`");
        let help = match coderev_objects::nearest(key, keys) {
            Some(near) => format!("did you mean `{near}`?").into(),
            None => Help::forms(
                format!("add it: `.data({key:?}, ..)`"),
                format!("add the key `{key}` to `data`, or set `optional: true`"),
            ),
        };
        report.push(report.finding(workload.subject(), message).at(origin()).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::MISSING_KEY;
    use crate::testing::check;

    #[test]
    fn keys_of_variables_items_and_sub_paths_are_found() {
        check(
            &MISSING_KEY,
            r"
apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data: {a.toml: '', c.toml: ''}
binaryData: {b.bin: AA==}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes:
  - name: all
    configMap: {name: app}
  - name: some
    configMap:
      name: app
      items:
      - {key: a.toml, path: conf/a.toml}
      - {key: b.toml, path: conf/b.toml}
  #      ^^^ error[missing-key]: the ConfigMap `app` has no key `b.toml`
      - {key: b.bin, path: b.bin}
  - name: other
    configMap: {name: other, items: [{key: x, path: x}]}
  - name: maybe
    configMap: {name: app, optional: true, items: [{key: x, path: x}]}
  - name: mixed
    projected: {sources: [{configMap: {name: app, items: [{key: z.toml, path: z}]}}]}
  #                                                        ^^^ error[missing-key]: the ConfigMap `app` has no key `z.toml`
  containers:
  - name: web
    env:
    - {name: A, valueFrom: {configMapKeyRef: {name: app, key: d}}}
  #                                                      ^^^ error[missing-key]: the ConfigMap `app` has no key `d`
    - {name: B, valueFrom: {configMapKeyRef: {name: app, key: d, optional: true}}}
    volumeMounts:
    - {name: all, mountPath: /a, subPath: a.toml}
    - {name: all, mountPath: /d, subPath: d.toml}
  #                              ^^^^^^^ error[missing-key]: the ConfigMap `app` has no key `d.toml`
    - {name: some, mountPath: /conf, subPath: conf}
    - {name: some, mountPath: /e, subPath: a.toml}
  #                               ^^^^^^^ error[missing-key]: the volume `some` has no file `a.toml`
    - {name: other, mountPath: /x, subPath: z}
  #                                ^^^^^^^ error[missing-key]: the volume `other` has no file `z`
",
        );
    }
}
