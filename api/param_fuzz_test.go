package api

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzParam holds what every parameter keeps, of each kind: it means what can be computed with, or is refused in one
// short line. What is served of it as CSV reads back, and is no formula.
func FuzzParam(f *testing.F) {
	kinds := []param{
		{name: "text"},
		word("word", "", "a", "b"),
		{name: "words", kind: isWords, words: []string{"on_battery", "alarm"}},
		{name: "pair", kind: isPair},
		{name: "instant", kind: isInstant},
		{name: "number", kind: isNumber},
		{name: "count", kind: isCount, most: maxRows},
		{name: "seq", kind: isSeq},
		{name: "cursor", kind: isCursor},
	}
	for _, text := range []string{
		"", "a", "a,b", "on_battery,alarm", "a=b=c", "=b", "now", "2026-11-21", "2026-11-21T19:00:00+01:00",
		"1795287600", "99999999999", "90m", "999999d", "9w", "4294967296s", "0.32", "nan", "1e309", "-0", "0x1p3", "1_0", "00", "18446744073709551615",
		makeCursor("period", "-9223372036854775808", "y"), "YQ", "YQ==", "/w", "=1+2", "＝1", "\xff", "a\r\nb,\"c", "\u202e",
	} {
		for kind := range kinds {
			f.Add(byte(kind), text)
		}
	}
	a := lab(world(f))
	f.Fuzz(func(t *testing.T, kind byte, text string) {
		p := kinds[int(kind)%len(kinds)]
		q := &query{
			texts: map[string]string{}, lists: map[string][]string{}, times: map[string]time.Time{},
			numbers: map[string]float64{}, counts: map[string]uint64{},
		}
		if err := a.take(q, p, text); err != nil {
			line := err.Error()
			if line == "" || len(line) > 500 || strings.ContainsAny(line, "\r\n\x00\x1b") || !utf8.ValidString(line) {
				t.Errorf("%s %q: the message is not one short line: %q", p.name, text, line)
			}
			return
		}
		if text != "" {
			checkParam(t, q, p, text)
		}
		checkCSV(t, text)
	})
}

func checkParam(t *testing.T, q *query, p param, text string) {
	t.Helper()
	ok := true
	switch n := q.numbers[p.name]; p.kind {
	case isText:
		ok = q.texts[p.name] == text && len(text) <= maxValue
	case isWord, isWords:
		ok = slices.Contains(p.words, strings.Split(text, ",")[0])
	case isPair:
		name, _, found := strings.Cut(text, "=")
		ok = found && labelName(name)
	case isInstant:
		year := q.times[p.name].UTC().Year()
		ok = year >= 1899 && year <= 2901
	case isNumber:
		ok = n >= 0 && n <= 1e9 && !math.IsNaN(n)
	case isCount:
		ok = q.counts[p.name] >= 1 && q.counts[p.name] <= maxRows
	case isSeq:
		ok = q.counts[p.name] <= math.MaxInt64
	case isCursor:
		again, err := parseCursor(makeCursor(q.cursor...))
		ok = err == nil && slices.Equal(again, q.cursor)
		if c := cursorOfPeriod(q.cursor); c != nil && ok {
			parts, _ := parseCursor(c.text())
			ok = *cursorOfPeriod(parts) == *c
		}
	}
	if !ok {
		t.Errorf("%s %q is taken for %+v", p.name, text, q)
	}
}

func checkCSV(t *testing.T, text string) {
	t.Helper()
	type row struct {
		Text string   `json:"text"`
		List []string `json:"list"`
	}
	body, err := table([]row{{text, []string{text, "x"}}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil || len(rows) != 2 || len(rows[1]) != 2 {
		t.Fatalf("%q is the CSV %q, which reads back as %q: %v", text, body, rows, err)
	}
	plain := strings.ReplaceAll(text, "\r\n", "\n") // a reader of CSV takes both for the end of a line
	if got := rows[1][0]; got != plain && got != "'"+plain || strings.IndexAny(got, "=+-@\t\r\n＝＋－＠") == 0 {
		t.Errorf("%q reads back as %q", text, got)
	}
}
