// Release makes what is given to users out of a checkout: archives, packages, their bills of material and checksums.
// The same commit and the same Go give the same bytes, wherever and whenever that is done.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// platform is what one binary runs on.
type platform struct {
	os, arch string
	arm      string // GOARM
	// deb and rpm are nfpm's names of the architecture, "" where no such package is made.
	deb, rpm string
}

// platforms are all that there is a binary for. Debian's armhf is ARMv7, that of Raspberry Pi OS ARMv6: what is made
// for the latter runs on both.
var platforms = []platform{
	{os: "linux", arch: "amd64", deb: "amd64", rpm: "amd64"},
	{os: "linux", arch: "arm64", deb: "arm64", rpm: "arm64"},
	{os: "linux", arch: "arm", arm: "7", rpm: "arm7"},
	{os: "linux", arch: "arm", arm: "6", deb: "arm6"},
	{os: "darwin", arch: "amd64"},
	{os: "darwin", arch: "arm64"},
	{os: "windows", arch: "amd64"},
}

// String is what it is called in file names.
func (p platform) String() string {
	if p.arm != "" {
		return p.os + "-armv" + p.arm
	}
	return p.os + "-" + p.arch
}

func (p platform) binary() string {
	if p.os == "windows" {
		return "argus.exe"
	}
	return "argus"
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second one ends it at once
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, log io.Writer) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	root := flags.String("root", "../..", "checkout of Argus")
	out := flags.String("out", "../../dist", "folder to write to; what is in it goes")
	nfpm := flags.String("nfpm", "nfpm", "nfpm, which makes the packages")
	only := flags.String("only", "", "make the packages of this platform and nothing else, such as linux-amd64")
	terms := flags.String("notices", "", "write the terms of what is in the binaries to this file, and nothing else")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *terms != "" {
		return writeNotices(ctx, *root, *terms)
	}
	wanted := platforms
	if *only != "" {
		wanted = slices.DeleteFunc(slices.Clone(platforms), func(p platform) bool { return p.String() != *only })
	}
	if len(wanted) == 0 {
		return fmt.Errorf("no platform %q; there is %s", *only, strings.Trim(fmt.Sprint(platforms), "[]"))
	}
	r, err := prepare(ctx, *root, *out, *nfpm)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(r.work) }()
	fmt.Fprintf(log, "Argus %s, commit %s\n", r.version, r.revision)
	if err := r.stage(ctx); err != nil {
		return fmt.Errorf("collect the files: %w", err)
	}
	for _, p := range wanted {
		if err := r.one(ctx, p, *only == ""); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		fmt.Fprintln(log, p)
	}
	return r.checksums()
}

// one makes everything of one platform; whole is with the archive and the bill of materials.
func (r *release) one(ctx context.Context, p platform, whole bool) error {
	binary := filepath.Join(r.work, p.String(), p.binary())
	if err := r.build(ctx, p, binary); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	if whole {
		if err := r.archive(p, binary); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		if err := r.bill(p, binary); err != nil {
			return fmt.Errorf("bill of materials: %w", err)
		}
	}
	return r.packages(ctx, p, binary)
}
