package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// answers are requests whose answers are kept; the description is checked against them too.
var answers = map[string]string{
	"devices":         "/api/v1/devices",
	"events":          "/api/v1/events",
	"events_asc":      "/api/v1/events?order=asc&limit=2&device=ups",
	"outages":         "/api/v1/outages",
	"outages_tests":   "/api/v1/outages?include=tests&order=asc&from=2026-11-21",
	"summary":         "/api/v1/outages/summary",
	"energy":          "/api/v1/energy?from=2026-11-20&price=0.32&carbon=380",
	"energy_sites":    "/api/v1/energy?by=site&period=month",
	"energy_total":    "/api/v1/energy?by=total&period=total&price=0.32",
	"energy_location": "/api/v1/energy?by=location&period=total&from=2026-11-20&to=2026-11-21",
	"sd":              "/sd",
	"bad":             "/api/v1/devices?colour=red",
}

func TestAnswers(t *testing.T) {
	for name, path := range answers {
		r := get(lab(world(t)), path)
		if got := r.Header.Get("Content-Type"); got != "application/json" {
			t.Errorf("%s: Content-Type %q", path, got)
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, []byte(r.text), "", "  "); err != nil {
			t.Fatal(err)
		}
		golden(t, name+".json", indented.String())
		if name == "sd" || name == "bad" {
			continue
		}
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		r = get(lab(world(t)), path+separator+"format=csv")
		if got := r.Header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
			t.Errorf("%s: Content-Type %q", path, got)
		}
		golden(t, name+".csv", r.text)
	}
}

// TestEmpty holds that a list of nothing is an empty list.
func TestEmpty(t *testing.T) {
	f := &fake{}
	f.stats.InMemory = true
	for path, want := range map[string]string{
		"/api/v1/devices":         `{"devices":[],"next":null}`,
		"/api/v1/events":          `{"events":[],"next":null}`,
		"/api/v1/outages":         `{"next":null,"outages":[]}`,
		"/api/v1/outages/summary": `{"next":null,"summary":[]}`,
		"/api/v1/energy":          `{"energy":[],"next":null}`,
		"/sd":                     `[]`,
	} {
		if got := strings.TrimSpace(get(lab(f), path).text); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestFormulas holds that no cell of a table begins with what spreadsheets compute, but for numbers.
func TestFormulas(t *testing.T) {
	f := world(t)
	for i, evil := range []string{"＝1+1", "+1", "-1+2", "@SUM(A1)"} {
		f.devices[i].Info.Name, f.devices[i].Info.Model, f.devices[i].Info.Location = evil, evil, evil
		f.devices[i].Target = evil
	}
	for _, path := range []string{"devices?", "events?", "outages?", "outages/summary?", "energy?", "energy?by=location&period=total&"} {
		rows, err := csv.NewReader(strings.NewReader(get(lab(f), "/api/v1/"+path+"format=csv").text)).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Fatalf("%s: %v, %d rows", path, err, len(rows))
		}
		for _, row := range rows {
			for i, cell := range row {
				if cell != "" && strings.ContainsAny(string([]rune(cell)[:1]), "=+-@＝＋－＠") {
					t.Errorf("%s: column %s: %q", path, rows[0][i], cell)
				}
			}
		}
	}
	if got := harmless("Rack =1"); got != "Rack =1" {
		t.Errorf("changed into %q", got)
	}
}

func TestMethods(t *testing.T) {
	for _, route := range lab(world(t)).routes() {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} {
			w := httptest.NewRecorder()
			lab(world(t)).handler().ServeHTTP(w, httptest.NewRequest(method, route.path, nil))
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d, Allow %q", method, route.path, w.Code, w.Header().Get("Allow"))
			}
		}
	}
	if r := get(lab(world(t)), "/api/v2/devices"); r.StatusCode != http.StatusNotFound || !strings.Contains(r.text, "/api/v1/devices") ||
		r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("unknown path: %s %q", r.Status, r.Header)
	}
}

// TestHead holds that HEAD says what GET would, without a body.
func TestHead(t *testing.T) {
	for _, path := range answers {
		a := lab(world(t))
		w := httptest.NewRecorder()
		a.handler().ServeHTTP(w, httptest.NewRequest(http.MethodHead, path, nil))
		full := get(a, path)
		if w.Code != full.StatusCode || w.Body.Len() != 0 || w.Header().Get("Content-Length") != full.Header.Get("Content-Length") {
			t.Errorf("%s: %d, %d bytes, length %s; GET: %d, length %s", path, w.Code, w.Body.Len(),
				w.Header().Get("Content-Length"), full.StatusCode, full.Header.Get("Content-Length"))
		}
	}
}

func TestBadParameters(t *testing.T) {
	paged := []string{"/api/v1/devices", "/api/v1/events", "/api/v1/outages", "/api/v1/outages/summary", "/api/v1/energy"}
	spans := paged[1:]
	for _, test := range []struct {
		paths []string
		query string
		want  string // in the text
	}{
		{append(slices.Clone(paged), "/sd", "/api/v1/backup"), "colour=red", `"colour"`},
		{append(slices.Clone(paged), "/sd", "/api/v1/backup"), "%zz=1", "malformed"},
		{append(slices.Clone(paged), "/sd"), "site=a&site=b", "parameter site is given more than once"},
		{append(slices.Clone(paged), "/sd"), "label=rack", "parameter label: \"rack\" is no name=value"},
		{append(slices.Clone(paged), "/sd"), "label=a-b=1", "parameter label"},
		{append(slices.Clone(paged), "/sd"), "type=%ff", "parameter type"},
		{append(slices.Clone(paged), "/sd"), "target=" + strings.Repeat("x", 401), "parameter target: it is longer than 400"},
		{paged, "limit=0", "parameter limit"},
		{paged, "limit=10001", "parameter limit: \"10001\" is no whole number from 1 to 10000"},
		{paged, "limit=-1", "parameter limit"},
		{paged, "limit=1.5", "parameter limit"},
		{paged, "limit=10&limit=20", "parameter limit is given more than once"},
		{paged, "cursor=1", "parameter cursor"},
		{paged, "cursor=%21", "parameter cursor"},
		{paged, "cursor=" + makeCursor("colour", "1"), "parameter cursor"},
		{paged, "cursor=" + makeCursor("seq", "x"), "parameter cursor"},
		{paged, "cursor=" + makeCursor("period", "x", "y"), "parameter cursor"},
		{paged, "format=xml", "parameter format: \"xml\" is not known; known: json, csv"},
		{spans, "from=yesterday", "parameter from: \"yesterday\" is no time; give"},
		{spans, "from=20261121", "parameter from"},
		{spans, "from=-7d", "parameter from"},
		{spans, "from=1795287600000", "parameter from"},
		{spans, "from=9999-01-01", "parameter from: the year 9999"},
		{spans, "from=2026-02-30", "parameter from"},
		{spans, "from=NaN", "parameter from"},
		{spans, "to=99999d", "parameter to"},
		{spans, "to=1d1h", "parameter to"},
		{spans, "from=2026-11-21&to=2026-11-20", "parameter from: it is not before"},
		{paged[1:2], "event=on_fire", "parameter event: \"on_fire\" is not known; known: alarm, "},
		{paged[1:2], "event=on_battery,", "parameter event"},
		{paged[1:2], "event=on_battery&event=x", "parameter event"},
		{paged[1:2], "origin=me", "parameter origin: \"me\" is not known; known: observed, reported"},
		{paged[1:3], "order=up", "parameter order"},
		{paged[1:2], "after=5", `"after"`}, // of the stream only
		{paged[2:4], "include=all", "parameter include"},
		{paged[3:4], "period=week", "parameter period"},
		{paged[4:], "period=year", "parameter period"},
		{paged[4:], "by=rack", "parameter by: \"rack\" is not known; known: device, site, location, total"},
		{paged[4:], "price=-1", "parameter price"},
		{paged[4:], "price=NaN", "parameter price"},
		{paged[4:], "price=1e999", "parameter price"},
		{paged[4:], "carbon=Inf", "parameter carbon"},
		{paged[4:], "carbon=1e10", "parameter carbon"},
	} {
		for _, path := range test.paths {
			r := get(lab(world(t)), path+"?"+test.query)
			var answer struct{ Error string }
			if err := json.Unmarshal([]byte(r.text), &answer); err != nil {
				t.Fatal(err)
			}
			if r.StatusCode != http.StatusBadRequest || !strings.Contains(answer.Error, test.want) {
				t.Errorf("%s?%s: %d %q, want 400 with %q", path, test.query, r.StatusCode, answer.Error, test.want)
			}
		}
	}
}

// TestUnreadable holds that a store that fails is told as such.
func TestUnreadable(t *testing.T) {
	f := world(t)
	f.err = errors.New("torn page")
	for _, path := range []string{"events", "outages", "outages/summary", "energy", "energy?period=month", "energy?period=total&from=1d"} {
		r := get(lab(f), "/api/v1/"+path)
		if text := r.text; r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, "torn page") {
			t.Errorf("%s: %s %s", path, r.Status, text)
		}
	}
}

// FuzzQueries holds that no query ends in a panic, or in an error of the server.
func FuzzQueries(f *testing.F) {
	for _, path := range answers {
		f.Add(path, "")
	}
	f.Add("/api/v1/events?from=7d&to=now&event=on_battery,alarm&label=a=b&label=c=d", "12")
	f.Add("/api/v1/outages?cursor="+makeCursor("on", "nut", "a", "b"), "")
	f.Add("/api/v1/energy?period=month&from=1900-01-01&to=2900-01-01&cursor="+makeCursor("period", "-9223372036854775808", "y"), "")
	f.Add("/api/v1/energy?cursor="+makeCursor("period", "9223372036854775807", "y"), "")
	fake := world(f)
	a := lab(fake)
	a.Now = fake.devices[1].LastSeen.UTC
	stop := make(chan struct{})
	close(stop)
	a.Done = stop
	f.Fuzz(func(t *testing.T, path, id string) {
		path, query, _ := strings.Cut(path, "?")
		if !slices.ContainsFunc(a.routes(), func(r route) bool { return r.path == path && path != "/api/v1/backup" }) {
			return
		}
		r := httptest.NewRequest(http.MethodGet, "http://argus"+path, nil)
		r.URL.RawQuery = query
		if id != "" {
			r.Header.Set("Accept", "text/event-stream")
			r.Header.Set("Last-Event-ID", id)
		}
		w := httptest.NewRecorder()
		a.handler().ServeHTTP(w, r)
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest && w.Code != http.StatusNotImplemented {
			t.Errorf("%s?%s: %d %s", path, query, w.Code, w.Body)
		}
		if w.Header().Get("Content-Type") == typeJSON && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s?%s: no JSON: %s", path, query, w.Body)
		}
	})
}
