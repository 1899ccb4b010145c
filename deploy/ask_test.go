package deploy

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

// launch runs a program until the test ends, once a URL of it answers.
func launch(t *testing.T, ready, path string, args ...string) {
	t.Helper()
	log := write(t, filepath.Join(t.TempDir(), "log"), "")
	file, err := os.OpenFile(log, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := local.Start(context.Background(), file, nil, path, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Stop()
		_ = file.Close()
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(path), read(t, log))
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := p.Ready(ctx, ready); err != nil {
		t.Fatal(err)
	}
}

func free(t *testing.T) string {
	t.Helper()
	address, err := local.Free(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// until asks until the answer is yes, within a minute.
func until(t *testing.T, what string, yes func() (bool, any)) {
	t.Helper()
	var last any
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		var done bool
		if done, last = yes(); done {
			return
		}
	}
	t.Fatalf("%s: not within a minute; at last there was %v", what, last)
}

// get asks for JSON.
func get(address string, into any) error {
	response, err := http.Get(address)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", address, response.Status, body)
	}
	return json.Unmarshal(body, into)
}

// series asks a Prometheus, or what speaks its language.
func series(server, expr string) ([]map[string]string, error) {
	var answer struct {
		Data struct {
			Result []struct{ Metric map[string]string }
		}
	}
	err := get(server+"/api/v1/query?query="+url.QueryEscape(expr), &answer)
	var list []map[string]string
	for _, r := range answer.Data.Result {
		list = append(list, r.Metric)
	}
	return list, err
}

// eventually waits until a query has so many series, and returns them.
func eventually(t *testing.T, server, expr string, n int) (list []map[string]string) {
	t.Helper()
	until(t, expr, func() (bool, any) {
		var err error
		if list, err = series(server, expr); err != nil {
			return false, err
		}
		return len(list) == n, list
	})
	return list
}
