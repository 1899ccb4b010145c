package main

import (
	"context"
	"path/filepath"
	"strconv"
)

// packages makes the packages of this platform, as deploy/package/nfpm.yaml has them.
func (r *release) packages(ctx context.Context, p platform, binary string) error {
	for format, arch := range map[string]string{"deb": p.deb, "rpm": p.rpm} {
		if arch == "" {
			continue
		}
		env := []string{
			"ARGUS_VERSION=" + r.version, "ARGUS_ARCH=" + arch, "ARGUS_BINARY=" + binary,
			"ARGUS_FILES=" + filepath.Join(r.work, "files"), "SOURCE_DATE_EPOCH=" + strconv.FormatInt(r.date.Unix(), 10),
		}
		_, err := output(ctx, filepath.Join(r.root, "deploy", "package"), env, r.nfpm,
			"package", "--config", "nfpm.yaml", "--packager", format, "--target", r.out)
		if err != nil {
			return err
		}
	}
	return nil
}
