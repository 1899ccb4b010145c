package main

import "testing"

// TestLinked holds that a page leads to nothing that is not there.
func TestLinked(t *testing.T) {
	r := &release{revision: "c0ffee"}
	names := []string{"README.md", "docs/a.md", "docs/images/a.png", "deploy/systemd/argus.service"}
	for page, want := range map[string]string{
		"[b](../README.md#top) [i](images/a.png) [d](../deploy/systemd) [x](https://example.org/a) [h](#here)": "",
		"[c](../deploy/compose.yaml)":     "[c](" + source + "c0ffee/deploy/compose.yaml)",
		"[c](../deploy/compose.yaml#top)": "[c](" + source + "c0ffee/deploy/compose.yaml#top)",
		"[g](../dashboards/gen)":          "[g](" + source + "c0ffee/dashboards/gen)",
		"[n](../deploy/sys)":              "[n](" + source + "c0ffee/deploy/sys)",
	} {
		if want == "" {
			want = page
		}
		if got := string(r.linked("docs/a.md", []byte(page), names)); got != want {
			t.Errorf("%s becomes %s, want %s", page, got, want)
		}
	}
	const text = "a: [b](../none.md)"
	if got := string(r.linked("docs/a.yml", []byte(text), names)); got != text {
		t.Errorf("what is no page becomes %s", got)
	}
}
