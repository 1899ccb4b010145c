// Gen writes Argus' dashboards for Grafana: "go run . -out .." in this directory.
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

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	dir := flags.String("out", "..", "the directory to write to")
	flags.SetOutput(out)
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, b := range boards() {
		text, err := b.encode()
		if err != nil {
			return fmt.Errorf("%s: %w", b.uid, err)
		}
		file := filepath.Join(*dir, b.uid+".json")
		if err := os.WriteFile(file, text, 0o644); err != nil { //nolint:gosec // for everybody to read
			return err
		}
		fmt.Fprintln(out, file)
	}
	return nil
}

// boards are all dashboards, in the order of their links.
func boards() []board {
	return []board{overview(), ups(), pdu(), environment(), energy(), health()}
}
