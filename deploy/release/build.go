package main

import (
	"context"
	"os"
	"runtime"
	"strings"
)

// settings are everything that changes what Go makes: those of whoever releases must not.
func (p platform) settings() []string {
	return []string{
		"CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off", "GOFIPS140=off",
		"GOOS=" + p.os, "GOARCH=" + p.arch, "GOARM=" + p.arm, "GOAMD64=v1", "GOARM64=v8.0",
	}
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
	_, err := output(ctx, r.root, p.settings(),
		"go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", to, ".")
	return err
}

// here is the platform of whoever releases, for what Argus says about itself.
func here() platform {
	return platform{os: runtime.GOOS, arch: runtime.GOARCH}
}
