package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// settings are everything that changes what Go makes: those of whoever releases must not, be they variables or of
// go env -w, which an empty variable would not overrule. Where modules come from, and which Go it is, stays theirs.
func (r *release) settings(ctx context.Context, p platform) ([]string, error) {
	own := []string{
		"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOMODCACHE", "GOCACHE", "GOTOOLCHAIN",
	}
	said, err := output(ctx, r.root, nil, "go", append([]string{"env", "-json"}, own...)...)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	if err := json.Unmarshal([]byte(said), &values); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	all := []string{
		"GOENV=off", "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off", "GOFIPS140=off",
		"GOOS=" + p.os, "GOARCH=" + p.arch, "GOARM=" + p.arm, "GOAMD64=v1", "GOARM64=v8.0",
	}
	for _, name := range own {
		all = append(all, name+"="+values[name])
	}
	return all, nil
}

// build makes the static binary, once. The branch is left out: two checkouts of one commit can differ in it.
func (r *release) build(ctx context.Context, p platform, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil // for the manual page
	}
	const pkg = "-X github.com/prometheus/common/version."
	flags := strings.Join([]string{
		"-s", "-w", pkg + "Version=" + r.version, pkg + "Revision=" + r.revision,
		pkg + "BuildDate=" + r.date.Format("20060102-15:04:05"),
	}, " ")
	settings, err := r.settings(ctx, p)
	if err != nil {
		return err
	}
	_, err = output(ctx, r.root, settings,
		"go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", to, ".")
	return err
}

// here is the platform of whoever releases, for what Argus says about itself.
func here() platform {
	return platform{os: runtime.GOOS, arch: runtime.GOARCH}
}
