package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// release is one release of one commit.
type release struct {
	root, out, work string // folders: the checkout, the result, and what is on the way to it
	nfpm            string
	version         string // as Semantic Versioning has it, without a v
	revision        string
	date            time.Time // of the commit; of every file in the release, too
	notices         []notice  // what modules are in the binaries
}

// prepare reads what the commit says and empties the folder for the result.
func prepare(ctx context.Context, root, out, nfpm string) (*release, error) {
	r := &release{nfpm: nfpm}
	var err error
	if r.root, err = filepath.Abs(root); err != nil {
		return nil, err
	}
	if r.out, err = filepath.Abs(out); err != nil {
		return nil, err
	}
	if err := r.commit(ctx); err != nil {
		return nil, fmt.Errorf("read the commit: %w", err)
	}
	old, _ := os.ReadDir(r.out) // there may be none
	for _, entry := range old {
		if entry.IsDir() || entry.Name() != sums && !strings.HasPrefix(entry.Name(), "argus") {
			return nil, fmt.Errorf("%s holds %s, which is of no release; name another folder with -out", r.out, entry.Name())
		}
	}
	if err := errors.Join(os.RemoveAll(r.out), os.MkdirAll(r.out, 0o755)); err != nil {
		return nil, err
	}
	r.work, err = os.MkdirTemp("", "argus-release-")
	return r, err
}

func (r *release) commit(ctx context.Context) error {
	ask := func(args ...string) (string, error) { return output(ctx, r.root, nil, "git", args...) }
	// How much of a commit's name git shows differs between checkouts, unless it is told.
	described, err := ask("describe", "--tags", "--always", "--long", "--abbrev=12", "--match", "v[0-9]*")
	if err != nil {
		return err
	}
	// Unlike describe, this counts files that are not in git yet: they would be built and packed as well.
	changed, err := ask("status", "--porcelain", "--untracked-files=normal")
	if err != nil {
		return err
	}
	if changed != "" {
		described += "-dirty"
	}
	count, err := ask("rev-list", "--count", "HEAD")
	if err != nil {
		return err
	}
	if r.version, err = version(described, count); err != nil {
		return err
	}
	if r.revision, err = ask("rev-parse", "HEAD"); err != nil {
		return err
	}
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		if epoch, err = ask("log", "-1", "--format=%ct"); err != nil {
			return err
		}
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	r.date = time.Unix(seconds, 0).UTC()
	return err
}

// describe is the long answer of git describe: a tag, commits since, the commit. Without a tag it is the commit.
var describe = regexp.MustCompile(
	`^(?:v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?)-(\d+)-(g[0-9a-f]+)|([0-9a-f]+))(-dirty)?$`)

// version turns it into a version. What comes after a tag is a build of it and sorts after it, and before the next one;
// without any tag, the number of commits puts builds in their order. Packages write 1.0.0-rc.1 as 1.0.0~rc.1.
func version(described, commits string) (string, error) {
	found := describe.FindStringSubmatch(described)
	if found == nil {
		return "", fmt.Errorf("%q is no version; tags look like v1.2.3 or v1.2.3-rc.1", described)
	}
	base, build := found[1], []string{found[2], found[3]}
	if found[4] != "" {
		base, build = "0.0.0", []string{commits, "g" + found[4]}
	}
	if build[0] == "0" {
		build = nil
	}
	if found[5] != "" {
		build = append(build, "dirty")
	}
	if len(build) == 0 {
		return base, nil
	}
	return base + "+" + strings.Join(build, "."), nil
}

// output runs a program and returns what it says, less the last line's end.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	return strings.TrimRight(string(out), "\n"), nil
}
