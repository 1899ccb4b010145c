package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// allowed are licences whose terms a binary under Apache-2.0 can keep with a file of notices. MPL-2.0 asks that changes
// to its own files be published; there are none.
var allowed = []string{"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0"}

// notice is a module that is part of a binary, and what it asks to be told.
type notice struct {
	module, version string
	licences        []string // by SPDX, sorted
	texts           []text
}

type text struct{ name, body string }

// legal finds the names of files that say under which terms something is given. Patents are grants beside licences.
var legal = regexp.MustCompile(`^(?i)(licen[sc]es?|copying|notice|patents)([.-].*)?$`)

// terms are those among them that must be known licences.
var terms = regexp.MustCompile(`^(?i)(licen[sc]es?|copying)`)

// licences reads those of Go and of every module that gets into any of the binaries. One that is not allowed, or cannot
// be told, is an error.
func (r *release) licences(ctx context.Context) ([]notice, error) {
	folders := map[[2]string][]string{} // of packages, by module and version
	roots := map[[2]string]string{}
	const format = `{{with .Module}}{{if not .Main}}{{.Path}}|{{.Version}}|{{.Dir}}|{{$.Dir}}{{end}}{{end}}`
	seen := map[string]bool{}
	for _, p := range platforms {
		if seen[p.os] { // modules differ between systems; bill looks at what is really in each binary
			continue
		}
		seen[p.os] = true
		settings, err := r.settings(ctx, p)
		if err != nil {
			return nil, err
		}
		list, err := output(ctx, r.root, settings, "go", "list", "-deps", "-f", format, ".")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(list) {
			if part := strings.Split(strings.TrimSpace(line), "|"); len(part) == 4 {
				id := [2]string{part[0], part[1]}
				roots[id] = part[2]
				folders[id] = append(folders[id], part[3])
			}
		}
	}
	goroot, err := output(ctx, r.root, nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	version, err := output(ctx, r.root, nil, "go", "env", "GOVERSION")
	if err != nil {
		return nil, err
	}
	std := [2]string{"std", version}
	roots[std], folders[std] = goroot, []string{goroot}
	var all []notice
	for id, packages := range folders {
		n := notice{module: id[0], version: id[1]}
		if err := n.read(roots[id], packages); err != nil {
			return nil, fmt.Errorf("%s %s: %w", id[0], id[1], err)
		}
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b notice) int { return strings.Compare(a.module, b.module) })
	return all, nil
}

// read finds what lies beside the packages, and above them up to the module's root.
func (n *notice) read(root string, packages []string) error {
	seen := map[string]bool{}
	for _, at := range packages {
		for ; strings.HasPrefix(at, root) && !seen[at]; at = filepath.Dir(at) {
			seen[at] = true
			if err := n.folder(root, at); err != nil {
				return err
			}
		}
	}
	if len(n.licences) == 0 {
		return fmt.Errorf("no licence in %s", filepath.Base(root))
	}
	slices.SortFunc(n.texts, func(a, b text) int { return strings.Compare(a.name, b.name) })
	slices.Sort(n.licences)
	n.licences = slices.Compact(n.licences)
	return nil
}

func (n *notice) folder(root, at string) error {
	entries, err := os.ReadDir(at)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.IsDir() || !legal.MatchString(entry.Name()) {
			continue
		}
		name := filepath.Join(at, entry.Name())
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		n.texts = append(n.texts, text{filepath.ToSlash(relative), string(body)})
		if !terms.MatchString(entry.Name()) {
			continue
		}
		found, err := recognise(body)
		if err != nil {
			return fmt.Errorf("%s: %w", relative, err)
		}
		n.licences = append(n.licences, found...)
	}
	return nil
}

// recognise tells the licences in a text. Words that belong to none may hold more terms: at most a fifth is borne, for
// what stands around licences in the files of honest people.
func recognise(body []byte) ([]string, error) {
	const most = 80 // percent of the words
	covered := licensecheck.Scan(body)
	var found []string
	for _, match := range covered.Match {
		if !slices.Contains(allowed, match.ID) {
			return nil, fmt.Errorf("%s is not among the licences that are allowed", match.ID)
		}
		found = append(found, match.ID)
	}
	if len(found) == 0 || covered.Percent < most {
		return nil, fmt.Errorf("it is no licence that is known, or %.0f %% of it are not", 100-covered.Percent)
	}
	return found, nil
}

// writeNotices writes them, for those who make a binary of a checkout by themselves, such as the Containerfile.
func writeNotices(ctx context.Context, root, to string) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	all, err := (&release{root: root}).licences(ctx)
	if err != nil {
		return fmt.Errorf("licences of the modules: %w", err)
	}
	return os.WriteFile(to, notices(all), 0o644)
}

// notices is the file that keeps the promises.
func notices(all []notice) []byte {
	var out bytes.Buffer
	out.WriteString("Argus is one binary, and what follows is in it, under these terms.\n")
	for _, n := range all {
		rule := strings.Repeat("=", 100)
		fmt.Fprintf(&out, "\n%s\n%s %s: %s\n%s\n", rule, n.module, n.version, strings.Join(n.licences, ", "), rule)
		for _, t := range n.texts {
			fmt.Fprintf(&out, "\n--- %s\n\n%s\n", t.name, strings.TrimRight(t.body, "\n"))
		}
	}
	return out.Bytes()
}
