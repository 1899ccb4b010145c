package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// node is a part of the description.
type node map[string]any

// description is docs/openapi.yaml.
type description struct{ root node }

func readDescription(t *testing.T) description {
	t.Helper()
	raw, err := os.ReadFile("../docs/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var d description
	if err := yaml.Unmarshal(raw, &d.root); err != nil {
		t.Fatal(err)
	}
	return d
}

// at follows names, and references wherever there is one.
func (d description) at(n node, path ...string) node {
	for _, name := range append(path, "") {
		if ref, ok := n["$ref"].(string); ok {
			n = d.at(d.root, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
		}
		if name != "" {
			n, _ = n[name].(node)
		}
	}
	return n
}

func list(v any) (texts []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			texts = append(texts, fmt.Sprint(item))
		}
	}
	return texts
}

// object merges the parts of a schema.
func (d description) object(schema node) (properties node, required []string) {
	properties = node{}
	all, _ := schema["allOf"].([]any)
	for _, part := range append(all, schema) {
		part := d.at(part.(node))
		if _, nested := part["allOf"]; nested && len(all) == 0 {
			more, names := d.object(part)
			maps.Copy(properties, more)
			required = append(required, names...)
		}
		own, _ := part["properties"].(node)
		maps.Copy(properties, own)
		required = append(required, list(part["required"])...)
	}
	return properties, required
}

// check compares a value with a schema: a field that is missing is as wrong as one that is not described.
func (d description) check(where string, schema node, v any) (wrong []string) {
	schema = d.at(schema)
	kind := map[bool]string{true: "object"}[schema["allOf"] != nil]
	kinds := append(list(schema["type"]), kind)
	is := func(name string) bool { return slices.Contains(kinds, name) }
	say := func(format string, a ...any) { wrong = append(wrong, where+": "+fmt.Sprintf(format, a...)) }
	switch v := v.(type) {
	case nil:
		if !is("null") {
			say("null")
		}
	case string:
		if _, err := time.Parse(time.RFC3339, v); !is("string") || schema["format"] == "date-time" && err != nil {
			say("text %q", v)
		}
		if enum := list(schema["enum"]); enum != nil && !slices.Contains(enum, v) {
			say("%q is none of %q", v, enum)
		}
	case bool:
		if !is("boolean") {
			say("%t", v)
		}
	case float64:
		if !is("number") && (!is("integer") || v != float64(int64(v))) {
			say("number %g", v)
		}
	case []any:
		items := d.at(schema, "items")
		if !is("array") || items == nil {
			say("a list")
		}
		for i, item := range v {
			wrong = append(wrong, d.check(fmt.Sprintf("%s[%d]", where, i), items, item)...)
		}
	case map[string]any:
		wrong = append(wrong, d.checkObject(where, schema, v)...)
		if !is("object") {
			say("an object")
		}
	}
	return wrong
}

func (d description) checkObject(where string, schema node, v map[string]any) (wrong []string) {
	properties, required := d.object(schema)
	for _, name := range required {
		if _, found := v[name]; !found {
			wrong = append(wrong, where+"."+name+" is missing")
		}
	}
	for name := range properties {
		if !slices.Contains(required, name) {
			wrong = append(wrong, where+"."+name+" is described and not required, but all fields always come")
		}
	}
	for name, value := range v {
		of := d.at(properties, name)
		if of == nil {
			of = d.at(schema, "additionalProperties")
		}
		if of == nil {
			wrong = append(wrong, where+"."+name+" is not described")
			continue
		}
		wrong = append(wrong, d.check(where+"."+name, of, value)...)
	}
	return wrong
}

// TestWellWritten holds that no comma in a text has cut it: what is behind it would be a key without a value.
func TestWellWritten(t *testing.T) {
	var visit func(where string, v any)
	visit = func(where string, v any) {
		switch v := v.(type) {
		case nil:
			t.Errorf("%s says nothing", where)
		case node:
			for name, value := range v {
				visit(where+"."+name, value)
			}
		case []any:
			for _, item := range v {
				visit(where, item)
			}
		}
	}
	visit("", readDescription(t).root)
}

// TestDescribedRoutes holds that every route and each of its parameters is described, and nothing else.
func TestDescribedRoutes(t *testing.T) {
	d := readDescription(t)
	routes := lab(&fake{}).routes()
	for path := range d.at(d.root, "paths") {
		if !slices.ContainsFunc(routes, func(r route) bool { return r.path == path }) {
			t.Errorf("%s is described and not served", path)
		}
	}
	for _, route := range routes {
		get := d.at(d.root, "paths", route.path, "get")
		if get == nil {
			t.Errorf("%s is not described", route.path)
			continue
		}
		known := map[string]param{}
		for _, p := range append(slices.Clone(route.params), route.stream...) {
			known[p.name] = p
		}
		all, _ := get["parameters"].([]any)
		for _, raw := range all {
			p := d.at(raw.(node))
			name := fmt.Sprint(p["name"])
			if _, served := known[name]; !served || p["in"] != "query" {
				t.Errorf("%s: parameter %s is described and not known, or described twice", route.path, name)
				continue
			}
			for _, wrong := range d.checkParam(known[name], p) {
				t.Errorf("%s: parameter %s: %s", route.path, name, wrong)
			}
			delete(known, name)
		}
		for name := range known {
			t.Errorf("%s: parameter %s is not described", route.path, name)
		}
	}
}

// checkParam compares what a parameter may be with what is described.
func (d description) checkParam(p param, described node) (wrong []string) {
	schema := d.at(described, "schema")
	expect := func(name string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			wrong = append(wrong, fmt.Sprintf("%s is %v, want %v", name, got, want))
		}
	}
	words := slices.DeleteFunc(slices.Clone(p.words), func(w string) bool { return w == "" })
	switch p.kind {
	case isWord:
		expect("type", schema["type"], "string")
		expect("enum", list(schema["enum"]), words)
		if len(words) == len(p.words) {
			expect("default", schema["default"], p.words[0])
		}
	case isWords:
		expect("type", schema["type"], "array")
		expect("explode", described["explode"], false)
		expect("enum", list(d.at(schema, "items")["enum"]), words)
	case isPair:
		expect("type", schema["type"], "array")
		expect("explode", described["explode"], true)
	case isNumber:
		expect("type, minimum and maximum", []any{schema["type"], schema["minimum"], schema["maximum"]}, []any{"number", 0, 1e9})
	case isCount:
		expect("type, minimum and maximum", []any{schema["type"], schema["minimum"], schema["maximum"]}, []any{"integer", 1, p.most})
	case isSeq:
		expect("type and minimum", []any{schema["type"], schema["minimum"]}, []any{"integer", 0})
	case isText, isInstant, isCursor:
		expect("type and length", []any{schema["type"], schema["maxLength"]}, []any{"string", p.longest()})
	}
	if description, _ := described["description"].(string); description == "" {
		wrong = append(wrong, "it has no description")
	}
	return wrong
}

// TestDescribedAnswers holds that answers are as described, to the field.
func TestDescribedAnswers(t *testing.T) {
	d := readDescription(t)
	paths := append(slices.Collect(maps.Values(answers)), "/api/v1/backup", "/api/v1/backup?x=1", "/sd?target=x&type=ups&type=y",
		"/api/v1/energy?period=total&carbon=1", "/api/v1/outages/summary?period=all", "/api/v1/events?limit=1")
	f := world(t)
	f.stats.InMemory = true
	for _, path := range paths {
		r := get(lab(f), path)
		bare, _, _ := strings.Cut(path, "?")
		schema := d.at(d.root, "paths", bare, "get", "responses", fmt.Sprint(r.StatusCode), "content", r.Header.Get("Content-Type"), "schema")
		if schema == nil {
			t.Errorf("%s: %d %s is not described", path, r.StatusCode, r.Header.Get("Content-Type"))
			continue
		}
		var v any
		if err := json.Unmarshal([]byte(r.text), &v); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range d.check(path, schema, v) {
			t.Error(wrong)
		}
	}
	for _, path := range []string{"/api/v1/devices", "/api/v1/backup", "/sd"} {
		w := httptest.NewRecorder()
		lab(f).handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
		if d.at(d.root, "paths", path, "get", "responses", "405", "content", w.Header().Get("Content-Type"), "schema") == nil {
			t.Errorf("POST %s: %d %s is not described", path, w.Code, w.Header())
		}
	}
}

// TestDescribedTables holds that the columns are the fields.
func TestDescribedTables(t *testing.T) {
	d := readDescription(t)
	for path, schema := range map[string]string{
		"devices": "Device", "events": "Event", "outages": "Outage", "outages/summary": "Summary", "energy": "Energy",
	} {
		rows, err := csv.NewReader(strings.NewReader(get(lab(world(t)), "/api/v1/"+path+"?format=csv").text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		fields, _ := d.object(d.at(d.root, "components", "schemas", schema))
		want := slices.Sorted(maps.Keys(fields))
		if got := slices.Sorted(slices.Values(rows[0])); !slices.Equal(got, want) {
			t.Errorf("%s: columns %q, want %q", path, got, want)
		}
	}
}

// TestDescribedStream holds that what is streamed is as described.
func TestDescribedStream(t *testing.T) {
	d := readDescription(t)
	f := world(t)
	f.records = f.records[2:]
	c := dial(t, serve(t, lab(f)), "after=1", "").ready()
	for i := range 6 {
		b := c.event()
		schema := "Event"
		if i == 0 {
			schema = "Gap"
		}
		var v any
		if err := json.Unmarshal([]byte(b.data), &v); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range d.check(b.event, d.at(d.root, "components", "schemas", schema), v) {
			t.Error(wrong)
		}
	}
}

// TestCheck holds that the check itself can fail.
func TestCheck(t *testing.T) {
	d := readDescription(t)
	good := map[string]any{"after": 1.0, "oldest": 2.0}
	gap := d.at(d.root, "components", "schemas", "Gap")
	if wrong := d.check("good", gap, good); wrong != nil {
		t.Error(wrong)
	}
	for _, bad := range []any{
		nil, "x",
		[]any{},
		map[string]any{"after": 1.0},
		map[string]any{"after": 1.5, "oldest": 2.0},
		map[string]any{"after": 1.0, "oldest": 2.0, "more": 3.0},
		map[string]any{"after": nil, "oldest": 2.0},
	} {
		if d.check("bad", gap, bad) == nil {
			t.Errorf("%v is taken", bad)
		}
	}
	event := d.at(d.root, "components", "schemas", "Event")
	if d.check("bad", event, map[string]any{}) == nil {
		t.Error("an event without fields is taken")
	}
}
