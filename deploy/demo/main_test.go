package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

// nobody returns an address that nobody listens on.
func nobody(t *testing.T, find func(context.Context) (string, error)) string {
	t.Helper()
	address, err := find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// TestDemo runs the demo as make does and looks at the first address it prints, and
// at the devices with SNMP.
func TestDemo(t *testing.T) {
	argus := filepath.Join(t.TempDir(), "argus")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", argus, "../..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	listen, devices, ups, pdu := nobody(t, local.Free), nobody(t, local.Free), nobody(t, local.FreeUDP), nobody(t, local.FreeUDP)
	text, err := os.ReadFile("argus.yml")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(t.TempDir(), "argus.yml")
	moved := strings.NewReplacer("127.0.0.1:13493", devices, "127.0.0.1:11161", ups, "127.0.0.1:11162", pdu).
		Replace(string(text))
	if err := os.WriteFile(config, []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var out strings.Builder
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{
			"-argus", argus, "-config", config, "-listen", listen, "-devices", devices,
			"-ups", ups, "-pdu", pdu, "-store", filepath.Join(t.TempDir(), "demo.db"),
		}, &out)
	}()
	url := "http://" + listen + "/probe?target=" + devices
	body := ""
	for end := time.Now().Add(20 * time.Second); !strings.Contains(body, "argus_device_up"); {
		if time.Now().After(end) {
			t.Fatal("nothing at ", url)
		}
		body = fetch(t, url)
	}
	for _, device := range []string{"office", "data-center", "rack-pdu", "rack-ats", "closet"} {
		if !strings.Contains(body, `argus_device_up{device="`+device+`"} 1`) {
			t.Errorf("no %s in %s", device, body)
		}
	}
	for address, want := range map[string]string{
		ups: `argus_output_load_ratio{device="1",line="L3"} `,
		pdu: `argus_outlet_power_watts{device="1",outlet="24"} `,
	} {
		if got := fetch(t, "http://"+listen+"/probe?module=snmp&target="+address); !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("the demo ended with %v", err)
	}
	if !strings.Contains(out.String(), url+"\n") {
		t.Errorf("the demo does not print %s:\n%s", url, &out)
	}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		time.Sleep(20 * time.Millisecond) // not listening yet
		return ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
