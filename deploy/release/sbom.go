package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// component is a part of a binary, in the words of CycloneDX 1.6.
type component struct {
	Type     string    `json:"type"`
	Ref      string    `json:"bom-ref"`
	Name     string    `json:"name"`
	Version  string    `json:"version"`
	URL      string    `json:"purl"`
	Hashes   []hash    `json:"hashes,omitempty"`
	Licences []licence `json:"licenses,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type licence struct {
	Licence struct {
		ID string `json:"id"`
	} `json:"license"`
}

// document is a bill of materials. It has no serial number, for that would differ with each one that is written.
type document struct {
	Format   string `json:"bomFormat"`
	Spec     string `json:"specVersion"`
	Version  int    `json:"version"`
	Metadata struct {
		Time      string    `json:"timestamp"`
		Component component `json:"component"`
	} `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn"`
}

// bill writes what the binary itself says that it was made of.
func (r *release) bill(p platform, binary string) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return err
	}
	body, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	licences := map[string][]string{"github.com/argus-power/argus": {"Apache-2.0"}}
	for _, n := range r.notices {
		licences[n.module] = n.licences
	}
	d := document{Format: "CycloneDX", Spec: "1.6", Version: 1}
	d.Metadata.Time = r.date.Format(time.RFC3339)
	d.Metadata.Component = part("application", info.Main.Path, r.version, licences)
	d.Metadata.Component.Hashes = []hash{{"SHA-256", fmt.Sprintf("%x", sha256.Sum256(body))}}
	d.Components = append(d.Components, part("library", "std", info.GoVersion[len("go"):], licences))
	for _, module := range info.Deps {
		if len(licences[module.Path]) == 0 {
			return fmt.Errorf("%s is in the binary, and its licence was not read", module.Path)
		}
		d.Components = append(d.Components, part("library", module.Path, module.Version, licences))
	}
	all := dependency{Ref: d.Metadata.Component.Ref}
	for _, c := range d.Components {
		all.On = append(all.On, c.Ref)
	}
	d.Dependencies = []dependency{all}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	name := fmt.Sprintf("argus-%s.%s.cdx.json", r.version, p)
	return os.WriteFile(filepath.Join(r.out, name), append(text, '\n'), 0o644)
}

func part(kind, module, version string, licences map[string][]string) component {
	url := "pkg:golang/" + module + "@" + strings.ReplaceAll(version, "+", "%2B") // else a + is a space to some
	c := component{Type: kind, Ref: url, Name: module, Version: version, URL: url}
	for _, id := range licences[module] {
		var l licence
		l.Licence.ID = id
		c.Licences = append(c.Licences, l)
	}
	return c
}
