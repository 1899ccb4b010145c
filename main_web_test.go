package main

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// passwords is a web configuration: the user "prometheus" with the password "secret".
const passwords = "basic_auth_users:\n  prometheus: $2a$04$yCiJXvvQLRqG6YZ6NOqHLOsk5EwFrdL3HPMjmfRC/ZH5Zw86UpQTK\n"

// asked asks a path with a password, or without if it is "".
func (a *argus) asked(t *testing.T, path, password string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if password != "" {
		request.SetBasicAuth("prometheus", password)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// TestDoorsStayShut holds that a web configuration that is emptied, broken or removed while Argus runs lets nobody in,
// and that one that is mended does again.
func TestDoorsStayShut(t *testing.T) {
	file := write(t, "web.yml", passwords)
	health := freeAddress(t)
	a := start(t, "--web.config.file="+file, "--web.health-address="+health)
	if with, without := a.asked(t, "/metrics", "secret"), a.asked(t, "/metrics", ""); with != 200 || without != 401 {
		t.Fatalf("with a password %d, without %d", with, without)
	}
	for _, text := range []string{"", "# nothing\n", "basic_auth_users: {}\n", "basic_auth_users: [", "-"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, password := range []string{"", "secret", "wrong"} {
			if code := a.asked(t, "/metrics", password); code < 400 {
				t.Errorf("with the file %q and the password %q: %d", text, password, code)
			}
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if code := a.asked(t, "/metrics", ""); code < 400 {
		t.Errorf("without the file: %d", code)
	}
	if err := os.WriteFile(file, []byte(passwords), 0o600); err != nil {
		t.Fatal(err)
	}
	if with, without := a.asked(t, "/metrics", "secret"), a.asked(t, "/metrics", ""); with != 200 || without != 401 {
		t.Errorf("mended: with a password %d, without %d", with, without)
	}
	supervised := &argus{url: "http://" + health}
	for path, want := range map[string]int{
		"/healthz": 200, "/-/healthy": 200, "/-/ready": 200, "/metrics": 404, "/probe": 404, "/config": 404, "/api/v1/events": 404,
	} {
		if code := supervised.asked(t, path, ""); code != want {
			t.Errorf("the address for supervisors: %s: %d, want %d", path, code, want)
		}
	}
	if code, _ := supervised.do(t, http.MethodPost, "/-/ready"); code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", code)
	}
}

// TestBadHealthAddress holds what is told of an address that cannot be had.
func TestBadHealthAddress(t *testing.T) {
	_, _, err := command(t, "--storage.path=", "--web.listen-address=127.0.0.1:0", "--web.health-address=nowhere:x")
	if err == nil || !strings.Contains(err.Error(), "--web.health-address") {
		t.Errorf("got %v", err)
	}
}
