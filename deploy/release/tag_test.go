package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTagged holds that what is for Kubernetes names the image of its release, wherever the checkout names the latest.
func TestTagged(t *testing.T) {
	const top = "../../"
	r := &release{version: "1.2.0+5.gabc"}
	changed := 0
	err := filepath.WalkDir(top+"deploy/kubernetes", func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(file, "/check/") {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(file, filepath.FromSlash(top)))
		got, err := r.tagged(name, text)
		if err != nil {
			return err
		}
		if strings.Contains(string(got), "newTag: latest") || strings.Contains(string(got), "appVersion: latest") {
			t.Errorf("%s still names the latest image", name)
		}
		if string(got) != string(text) {
			changed++
			if !strings.Contains(string(got), ": v1.2.0-5.gabc") {
				t.Errorf("%s:\n%s", name, got)
			}
		}
		return nil
	})
	if err != nil || changed != 4 {
		t.Errorf("%d files name an image, want 4; %v", changed, err)
	}
	if _, err := r.tagged("deploy/kubernetes/chart/argus/Chart.yaml", []byte("appVersion: other\n")); err == nil {
		t.Error("a chart without a place for the version passes")
	}
	if got, err := r.tagged("README.md", []byte("newTag: latest}")); err != nil || string(got) != "newTag: latest}" {
		t.Errorf("%q, %v", got, err)
	}
}
