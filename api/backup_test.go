package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestBackup(t *testing.T) {
	f := world(t)
	f.copying = func(_ context.Context, w io.Writer) error {
		_, err := w.Write(bytes.Repeat([]byte("0123456789"), 300_000))
		return err
	}
	r := get(lab(f), "/api/v1/backup")
	if text := r.text; r.StatusCode != http.StatusOK || len(text) != 3_000_000 || text[:10] != "0123456789" ||
		r.Header.Get("Content-Type") != "application/octet-stream" ||
		r.Header.Get("Content-Disposition") != `attachment; filename="argus-20261121-130000.db"` {
		t.Errorf("%s, %d bytes, %v", r.Status, len(text), r.Header)
	}
	f.copying = nil // which HEAD does not need
	w := httptest.NewRecorder()
	lab(f).handler().ServeHTTP(w, httptest.NewRequest(http.MethodHead, "/api/v1/backup", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), "argus-") {
		t.Errorf("HEAD: %d %v", w.Code, w.Header())
	}
}

func TestNoBackup(t *testing.T) {
	f := world(t)
	f.copying = func(context.Context, io.Writer) error { return errors.New("no space left") }
	r := get(lab(f), "/api/v1/backup")
	if text := r.text; r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, "no space left") {
		t.Errorf("%s %s", r.Status, text)
	}
	f.stats.InMemory = true
	r = get(lab(f), "/api/v1/backup")
	if text := r.text; r.StatusCode != http.StatusConflict || !strings.Contains(text, "in memory") {
		t.Errorf("%s %s", r.Status, text)
	}
}

// TestOneBackup holds that a second backup is refused while one is made, which may take longer than any
// timeout of the server, as long as the client takes what it is sent.
func TestOneBackup(t *testing.T) {
	f := world(t)
	begun, goOn := make(chan struct{}), make(chan struct{})
	f.copying = func(ctx context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "first")
		close(begun)
		select {
		case <-goOn:
		case <-ctx.Done():
			return ctx.Err()
		}
		_, err := io.WriteString(w, "last")
		return err
	}
	s := serve(t, lab(f))
	done := make(chan string)
	go func() {
		r, err := s.Client().Get(s.URL + "/api/v1/backup")
		if err != nil {
			done <- err.Error()
			return
		}
		defer r.Body.Close()
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			raw = append(raw, err.Error()...)
		}
		done <- string(raw)
	}()
	<-begun
	r, err := s.Client().Get(s.URL + "/api/v1/backup")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" {
		t.Errorf("the second: %s", r.Status)
	}
	<-time.After(2 * s.Config.WriteTimeout) // real time, for it is the server's own timeout that must not matter
	close(goOn)
	if got := <-done; got != "firstlast" {
		t.Errorf("got %q", got)
	}
}

// TestBrokenBackup holds that a copy that is not whole does not look like one that is.
func TestBrokenBackup(t *testing.T) {
	f := world(t)
	f.copying = func(_ context.Context, w io.Writer) error {
		_, _ = w.Write(make([]byte, 100_000))
		return errors.New("torn page")
	}
	s := serve(t, lab(f))
	s.Config.ErrorLog = nil
	r, err := s.Client().Get(s.URL + "/api/v1/backup")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("the client was not told")
	}
}
