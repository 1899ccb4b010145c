package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// shipped are the files of the checkout that users get beside the binary, as git has patterns of paths.
var shipped = []string{
	"README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
	"modules.yml", "rules/*.yml", "dashboards/*.json",
	"docs/*.md", "docs/*.yml", "docs/*.yaml", "docs/images/*.png",
	"deploy/argus.yml", "deploy/systemd/*", "deploy/prometheus/*", "deploy/alertmanager/*", "deploy/grafana/*",
	"deploy/loki/*", "deploy/kubernetes/*",
	":!rules/tests/*", ":!dashboards/gen/*", ":!*.go", ":!*/testdata/*", ":!*/check/*",
}

// notShared is what only packages have, below this folder of what was collected.
const notShared = ".packages"

// stage collects the files that all platforms share, each with the mode and the time that it will have.
func (r *release) stage(ctx context.Context) error {
	// What git ignores, such as secrets that lie around, does not get in.
	list := append([]string{"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"}, shipped...)
	listed, err := output(ctx, r.root, nil, "git", list...)
	if err != nil {
		return err
	}
	names := strings.Split(strings.TrimRight(listed, "\x00"), "\x00")
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(r.root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if text, err = r.tagged(name, text); err != nil {
			return err
		}
		if err := r.keep(name, r.linked(name, text, names)); err != nil {
			return err
		}
	}
	if r.notices, err = r.licences(ctx); err != nil {
		return fmt.Errorf("licences of the modules: %w", err)
	}
	if err := r.keep("THIRD_PARTY_NOTICES", notices(r.notices)); err != nil {
		return err
	}
	return r.manual(ctx)
}

// keep writes one file to what was collected.
func (r *release) keep(name string, text []byte) error {
	path := filepath.Join(r.work, "files", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	// Packages take modes from here: they must not be those of somebody's umask.
	for dir := filepath.Dir(path); dir != r.work; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return err
	}
	if err := os.Chmod(path, 0o644); err != nil {
		return err
	}
	return os.Chtimes(path, r.date, r.date)
}

// manual keeps the manual page, which is what Argus says of its flags under a head of our own.
func (r *release) manual(ctx context.Context) error {
	binary := filepath.Join(r.work, here().String(), here().binary())
	if err := r.build(ctx, here(), binary); err != nil {
		return err
	}
	page, err := output(ctx, r.work, nil, binary, "--help-man")
	if err != nil {
		return err
	}
	_, body, found := strings.Cut(page, ".SH \"SYNOPSIS\"\n")
	if !found {
		return fmt.Errorf("--help-man has no synopsis:\n%.200s", page)
	}
	page = fmt.Sprintf(".TH ARGUS 1 %q %q \"User Commands\"\n.SH NAME\nargus \\- Prometheus exporter for power devices\n"+
		".SH SYNOPSIS\n%s\n", r.date.Format("2006-01-02"), "Argus "+r.version, body)
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write([]byte(page)); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return r.keep(notShared+"/argus.1.gz", packed.Bytes())
}
