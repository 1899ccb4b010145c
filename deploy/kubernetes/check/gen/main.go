// Gen writes what deploy/kubernetes has of other parts of Argus, and what follows from the values of the chart: "go run
// ./gen" in deploy/kubernetes/check.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// A file is one that is generated, with its path below the root of the project.
type file struct {
	path string
	text []byte
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	root := flags.String("root", "../../..", "the root of the project")
	flags.SetOutput(out)
	if err := flags.Parse(args); err != nil {
		return err
	}
	files, err := generate(*root)
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(*root, f.path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // for everybody to read
			return err
		}
		if err := os.WriteFile(path, f.text, 0o644); err != nil { //nolint:gosec // for everybody to read
			return err
		}
		fmt.Fprintln(out, path)
	}
	return nil
}

// generate returns all files that are generated, from those under root.
func generate(root string) ([]file, error) {
	var all []file
	for _, part := range []func(string) ([]file, error){dashboards, rules, values} {
		files, err := part(root)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}
