package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"
)

// A value is one that the user of the chart may set, or a group of such.
type value struct {
	key    string // with those above it: image.tag
	about  string
	schema map[string]any
	node   *yaml.Node
	below  []*value // of a group
}

// values are the schema and the table of the chart, both made of the comments in values.yaml.
func values(root string) ([]file, error) {
	text, err := os.ReadFile(filepath.Join(root, chart, "values.yaml"))
	if err != nil {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("values.yaml: %w", err)
	}
	all, err := group("", document.Content[0])
	if err != nil {
		return nil, fmt.Errorf("values.yaml: %w", err)
	}
	schema := object(all)
	schema["$schema"] = "http://json-schema.org/draft-07/schema#"
	properties := schema["properties"].(map[string]any)
	properties["global"] = map[string]any{"type": "object"} // Helm's own, for charts within charts
	encoded, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, err
	}
	readme, err := table(root, all)
	return []file{{path.Join(chart, "values.schema.json"), append(encoded, '\n')}, readme}, err
}

// group reads the values of a mapping.
func group(above string, mapping *yaml.Node) ([]*value, error) {
	var all []*value
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, node := mapping.Content[i], mapping.Content[i+1]
		v := &value{key: above + key.Value, node: node}
		if err := v.comment(key.HeadComment); err != nil {
			return nil, fmt.Errorf("%s: %w", v.key, err)
		}
		if node.Kind == yaml.MappingNode && v.schema == nil {
			below, err := group(v.key+".", node)
			if err != nil {
				return nil, err
			}
			v.below = below
		} else if v.about == "" {
			return nil, fmt.Errorf("%s: no comment says what it is", v.key)
		}
		all = append(all, v)
	}
	return all, nil
}

// comment reads what stands above a value, from the last empty line on.
func (v *value) comment(text string) error {
	blocks := strings.Split(text, "\n\n")
	var about []string
	for line := range strings.Lines(blocks[len(blocks)-1]) {
		line = strings.TrimSpace(strings.TrimLeft(line, "#"))
		if schema, found := strings.CutPrefix(line, "@schema "); found {
			if err := json.Unmarshal([]byte(schema), &v.schema); err != nil {
				return fmt.Errorf("@schema: %w", err)
			}
		} else {
			about = append(about, line)
		}
	}
	v.about = strings.Join(about, " ")
	return nil
}

// object is the schema of a group: what is not in it is a mistake.
func object(all []*value) map[string]any {
	properties := map[string]any{}
	for _, v := range all {
		name := v.key[strings.LastIndex(v.key, ".")+1:]
		switch {
		case v.below != nil:
			properties[name] = object(v.below)
		case v.schema != nil:
			properties[name] = v.schema
		case v.node.Tag == "!!bool":
			properties[name] = map[string]any{"type": "boolean"}
		default:
			properties[name] = map[string]any{"type": "string"}
		}
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
}

const (
	tableBegin = "<!-- values: generated from values.yaml -->\n"
	tableEnd   = "<!-- end of values -->\n"
)

// table returns the README of the chart with the table in it.
func table(root string, all []*value) (file, error) {
	name := path.Join(chart, "README.md")
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		return file{}, err
	}
	before, rest, begins := bytes.Cut(text, []byte(tableBegin))
	_, after, ends := bytes.Cut(rest, []byte(tableEnd))
	if !begins || !ends {
		return file{}, fmt.Errorf("%s: the lines around the table of values are missing", name)
	}
	var out bytes.Buffer
	out.Write(before)
	out.WriteString(tableBegin + "| value | default | what it is |\n|---|---|---|\n")
	if err := rows(&out, all); err != nil {
		return file{}, err
	}
	out.WriteString(tableEnd)
	out.Write(after)
	return file{name, out.Bytes()}, nil
}

func rows(out *bytes.Buffer, all []*value) error {
	for _, v := range all {
		if v.below != nil {
			if err := rows(out, v.below); err != nil {
				return err
			}
			continue
		}
		var usual any
		if err := v.node.Decode(&usual); err != nil {
			return err
		}
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(usual); err != nil {
			return err
		}
		fmt.Fprintf(out, "| `%s` | `%s` | %s |\n", v.key, bytes.TrimSpace(text.Bytes()), v.about)
	}
	return nil
}
