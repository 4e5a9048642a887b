//! Runs the configuration of the read-only gate, as it is rendered, in a real nginx.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

/// The gate in front of an application that answers every request, each on its own port.
struct Gate {
    nginx: Child,
    port: u16,
    _folder: tempfile::TempDir,
}
impl Drop for Gate {
    fn drop(&mut self) {
        // The test has ended. It does not matter whether the gate is still running.
        let _ = self.nginx.kill();
        let _ = self.nginx.wait();
    }
}
impl Gate {
    fn open() -> Self {
        let (port, application) = (free_port(), application());
        let folder = tempfile::tempdir().expect("a temporary folder");
        let configuration = written()
            .replace("listen 8080", &format!("listen 127.0.0.1:{port}"))
            .replace("127.0.0.1:8000", &format!("127.0.0.1:{application}"))
            .replace("_timeout 15s", "_timeout 1s")
            .replace("/tmp/", &format!("{}/", folder.path().display()));
        let path = folder.path().join("nginx.conf");
        std::fs::write(&path, configuration).expect("writable");
        // One process: a worker process would survive a killed master, and keep the test's output open.
        let nginx = Command::new("nginx")
            .arg("-c")
            .arg(&path)
            .args(["-g", "daemon off; master_process off;"])
            .spawn()
            .expect("nginx is installed");
        let gate = Self { nginx, port, _folder: folder };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return gate;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("nginx does not listen on its port after five seconds");
    }

    /// The status, the headers and the body of the response to `request`.
    fn ask(&self, request: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the gate is open");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("twenty seconds are a timeout");
        write!(stream, "{request}Host: v3\r\nConnection: close\r\n\r\n").expect("the gate listens");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the answer is text");
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has headers");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("an answer has a status");
        (status, head.to_owned(), body.to_owned())
    }
    fn status(&self, method: &str, path: &str) -> u16 {
        self.ask(&format!("{method} {path} HTTP/1.1\r\n")).0
    }
}

/// The configuration that the platform of the deployment guide renders.
fn written() -> String {
    let synthesis = coderev_infra::synth(&deployment_guide::platform());
    let config = synthesis.file("config.yaml").expect("the output has ConfigMaps");
    let documents =
        config.text().split("---\n").map(|text| serde_yaml::from_str::<serde_json::Value>(text).expect("is YAML"));
    let mut found = documents.filter_map(|document| document["data"]["nginx.conf"].as_str().map(str::to_owned));
    found.next().expect("the gate has a configuration")
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("loopback has ports").port()
}

/// Responds with 200 to every request: late to `/slow`, with a large header to `/large`.
fn application() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has ports");
    let port = listener.local_addr().expect("the listener is bound").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(&stream));
        }
    });
    port
}
fn answer(mut stream: &TcpStream) -> Option<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    if first.contains("/slow") {
        thread::sleep(Duration::from_secs(3));
    }
    let large = if first.contains("/large") { "x".repeat(20_000) } else { String::new() };
    let length = first.len();
    write!(stream, "HTTP/1.1 200 OK\r\nX-Large: {large}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
        .ok()?;
    if first.starts_with("HEAD") { Some(()) } else { stream.write_all(first.as_bytes()).ok() }
}

#[test]
#[ignore = "needs nginx"]
fn only_read_requests_pass() {
    let gate = Gate::open();
    for method in ["GET", "HEAD", "OPTIONS"] {
        assert_eq!(gate.status(method, "/archive/1"), 200, "{method}");
    }
    assert_eq!(gate.ask("GET /archive/1?page=2 HTTP/1.1\r\n").2, "GET /archive/1?page=2 HTTP/1.1");
    for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"] {
        assert_eq!(gate.status(method, "/archive/1"), 405, "{method}");
    }
    let (_, head, body) = gate.ask("POST /archive/1 HTTP/1.1\r\nContent-Length: 0\r\n");
    assert!(head.contains("Allow: GET, HEAD, OPTIONS"), "{head}");
    assert_eq!(body, r#"{"error":"read-only archive"}"#);
    for path in ["/metrics", "/metrics/", "/metrics/process", "//metrics", "/%6detrics", "/x/../metrics"] {
        assert_eq!(gate.status("GET", path), 404, "{path}");
    }
    assert_eq!(gate.status("GET", "/metricsandmore"), 200);
    let long = "x".repeat(20_000);
    assert_eq!(gate.ask(&format!("GET /archive HTTP/1.1\r\nX-Long: {long}\r\n")).0, 200);
    assert_eq!(gate.status("GET", "/large"), 200);
    assert_eq!(gate.status("GET", "/slow"), 504, "a slow upstream ends at the route's timeout");
}
