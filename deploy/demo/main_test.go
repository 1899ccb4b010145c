package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// free returns an address nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// freeUDP returns an address of UDP that nobody listens on.
func freeUDP(t *testing.T) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.LocalAddr().String()
}

// systemName asks an agent for sysName.0 and returns the datagram that comes.
func systemName(t *testing.T, address string) string {
	t.Helper()
	conn, err := net.Dial("udp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const get = "\x30\x26\x02\x01\x01\x04\x06public\xa0\x19\x02\x01\x07\x02\x01\x00\x02\x01\x00" +
		"\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x02\x01\x01\x05\x00\x05\x00"
	if _, err := io.WriteString(conn, get); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 1500)
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	n, err := conn.Read(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer[:n])
}

// TestDemo runs the demo as make does and looks at the first address it prints.
func TestDemo(t *testing.T) {
	argus := filepath.Join(t.TempDir(), "argus")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", argus, "../..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	listen, devices, ups, pdu := free(t), free(t), freeUDP(t), freeUDP(t)
	text, err := os.ReadFile("argus.yml")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(t.TempDir(), "argus.yml")
	moved := strings.ReplaceAll(string(text), "127.0.0.1:13493", devices)
	if err := os.WriteFile(config, []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var out strings.Builder
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{
			"-argus", argus, "-config", config, "-listen", listen, "-devices", devices,
			"-ups", ups, "-pdu", pdu,
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
	for address, name := range map[string]string{ups: "demo-ups", pdu: "demo-pdu"} {
		if got := systemName(t, address); !strings.Contains(got, name) {
			t.Errorf("%s: got %q", name, got)
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
