package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLicences holds that everything in the binaries may be given away, and that the notices say whose it is.
func TestLicences(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	all, err := (&release{root: root}).licences(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := string(notices(all))
	for _, want := range []string{
		"std go1.", "go.etcd.io/bbolt v1.", "github.com/prometheus/client_golang v1.", "The Go Authors", "MIT License",
	} {
		if !strings.Contains(file, want) {
			t.Errorf("the notices have no %q", want)
		}
	}
	for _, n := range all {
		t.Logf("%s %s: %s", n.module, n.version, strings.Join(n.licences, ", "))
	}
	if len(all) < 20 {
		t.Errorf("only %d modules", len(all))
	}
}

const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
`

// TestForbidden holds that what may not be in a binary is found, wherever in a module it lies.
func TestForbidden(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		says  string // "" = it may
	}{
		"good":         {map[string]string{"LICENSE": isc}, ""},
		"good, nested": {map[string]string{"LICENSE": isc, "a/b/COPYING": isc, "PATENTS": "a grant"}, ""},
		"none":         {map[string]string{"README": isc}, "no licence"},
		"unknown":      {map[string]string{"LICENCE.txt": "Do what you want, but only on Tuesdays."}, "no licence that is known"},
		"more terms":   {map[string]string{"LICENSE": isc + strings.Repeat("Each user owes the author one sheep a year. ", 20)}, "no licence that is known"},
		"nested GPL": {map[string]string{"LICENSE": isc, "a/LICENSE-GPL": "This program is free software: you can " +
			"redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free " +
			"Software Foundation, either version 3 of the License, or (at your option) any later version."}, "is not among"},
	} {
		root := t.TempDir()
		for file, body := range test.files {
			path := filepath.Join(root, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		deep := filepath.Join(root, "a", "b")
		if err := os.MkdirAll(deep, 0o755); err != nil {
			t.Fatal(err)
		}
		err := (&notice{}).read(root, []string{deep})
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %v, want %q", name, err, test.says)
		}
	}
}
