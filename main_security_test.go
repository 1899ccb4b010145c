package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/exporter-toolkit/web"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/nut/nuttest"
)

// securityExamples are the blocks of docs/security.md in a language.
func securityExamples(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, rest := range strings.Split(string(text), "\n```"+language+"\n")[1:] {
		code, _, _ := strings.Cut(rest, "```")
		found = append(found, code)
	}
	if len(found) == 0 {
		t.Fatalf("no %s in docs/security.md", language)
	}
	return found
}

// makeCertificates does what the page says, in a new folder.
func makeCertificates(t *testing.T) (folder string) {
	t.Helper()
	program(t, "openssl", "openssl")
	folder = t.TempDir()
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", securityExamples(t, "sh")[0])
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return folder
}

// TestSecurityExamples holds that what docs/security.md shows is valid: each block of it, by what it is for.
func TestSecurityExamples(t *testing.T) {
	folder := makeCertificates(t)
	kinds := map[string]int{}
	for _, text := range securityExamples(t, "yaml") {
		kind, _, _ := strings.Cut(text, ":")
		switch kinds[kind]++; kind {
		case "tls_server_config":
			file := filepath.Join(folder, "web.yml")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := web.Validate(file); err != nil {
				t.Errorf("%v:\n%s", err, text)
			}
		case "auths", "targets":
			if _, err := parse(config.File{Name: "example", Text: []byte(withSecrets(t, folder, text))}); err != nil {
				t.Errorf("%v:\n%s", err, text)
			}
		case "containers", "volumes", "scrape_configs": // see the other tests, and those of deploy/kubernetes
		default:
			t.Errorf("no test knows what this is for:\n%s", text)
		}
	}
	if kinds["tls_server_config"] != 2 || kinds["auths"]+kinds["targets"] != 3 {
		t.Errorf("blocks by kind: %v", kinds)
	}
}

// withSecrets makes what an example of the configuration names.
func withSecrets(t *testing.T, folder, text string) string {
	t.Helper()
	t.Setenv("CREDENTIALS_DIRECTORY", folder)
	secret := filepath.Join(folder, "secret")
	if err := os.WriteFile(secret, []byte("a long secret\n"), 0o400); err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`_(env|credential): (\S+)`).FindAllStringSubmatch(text, -1) {
		t.Setenv(found[2], "a long secret")
		_ = os.Link(secret, filepath.Join(folder, found[2]))
	}
	text = regexp.MustCompile(`/etc/argus-secrets/[a-z-]+`).ReplaceAllLiteralString(text, secret)
	return strings.ReplaceAll(text, "/etc/argus/nas-ca.pem", filepath.Join(folder, "ca.pem"))
}

// TestSecurityProbes holds that the probes of the page's pod ask for what is served there.
func TestSecurityProbes(t *testing.T) {
	address := freeAddress(t)
	start(t, "--web.config.file="+write(t, "web.yml", passwords), "--web.health-address="+address)
	health, asked := &argus{url: "http://" + address}, 0
	for _, text := range securityExamples(t, "yaml") {
		for _, found := range regexp.MustCompile(`httpGet: \{path: (\S+), port: health\}`).FindAllStringSubmatch(text, -1) {
			asked++
			if code := health.asked(t, found[1], ""); code != 200 {
				t.Errorf("%s: %d", found[1], code)
			}
		}
		for _, flag := range regexp.MustCompile(`--[a-z.-]+`).FindAllString(text, -1) {
			if help, _, err := command(t, "--help"); err != nil || !strings.Contains(help, flag) {
				t.Errorf("there is no %s", flag)
			}
		}
	}
	if asked != 2 {
		t.Errorf("%d probes", asked)
	}
}

// TestSecurityPrometheus has a real Prometheus scrape over TLS, with certificate and password, as the page says.
func TestSecurityPrometheus(t *testing.T) {
	program(t, "prometheus", "prometheus")
	folder := makeCertificates(t)
	blocks := securityExamples(t, "yaml")
	for name, text := range map[string]string{"web.yml": blocks[1], "argus.password": "change-me\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	device := nuttest.Start(t, someUPS())
	a := start(t, "--config.file="+write(t, "argus.yml", loopback), "--web.config.file="+filepath.Join(folder, "web.yml"))
	scrape := strings.NewReplacer(
		"argus.example.org:10493", strings.TrimPrefix(a.url, "http://"), "ups@nas.example.org", "ups@"+device.Addr(),
		"_file: ", "_file: "+folder+"/",
	).Replace(blocks[2])
	server := prometheus(t, "global: {scrape_interval: 5s, scrape_timeout: 5s}\n"+scrape) // bcrypt takes its time
	eventually(t, server, `up == 1`, 2)
	eventually(t, server, `argus_device_up{device="ups"} == 1`, 1)
	if t.Failed() {
		response, err := http.Get(server + "/api/v1/targets")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		why, _ := io.ReadAll(response.Body)
		t.Logf("%s", why)
	}
}
