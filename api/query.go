package api

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/argus-power/argus/power"
)

// maxValue bounds the bytes of a parameter: a device's name, a host's name and a port. A cursor holds these, or the
// name of a site, in base64.
const (
	maxValue  = 400
	maxCursor = 2000
)

// query is what a request asks for, checked.
type query struct {
	texts   map[string]string
	lists   map[string][]string
	times   map[string]time.Time
	numbers map[string]float64
	counts  map[string]uint64
	cursor  []string // the parts of it; nil at the first page

	made, sent func() // see turn; may be nil
}

// parse reads the parameters of a request, all of which must be known.
func (a *api) parse(r *http.Request, params []param) (*query, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, bad("the query string is malformed: %w", err)
	}
	for name := range values {
		if !slices.ContainsFunc(params, func(p param) bool { return p.name == name }) {
			return nil, bad("there is no parameter %s here; there is %s", quoted(name), names(params))
		}
	}
	q := &query{
		texts: map[string]string{}, lists: map[string][]string{}, times: map[string]time.Time{},
		numbers: map[string]float64{}, counts: map[string]uint64{},
	}
	for _, p := range params {
		given := values[p.name]
		if len(given) > 1 && p.kind != isWords && p.kind != isPair {
			return nil, bad("parameter %s is given more than once; give it once", p.name)
		}
		for _, text := range given {
			if err := a.take(q, p, text); err != nil {
				return nil, bad("parameter %s: %w", p.name, err)
			}
		}
	}
	from, to := q.times["from"], q.times["to"]
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		return nil, bad("parameter from: it is not before parameter to, so that nothing is between them")
	}
	return q, nil
}

// take checks the text of a parameter and keeps what it means. An empty text says nothing.
func (a *api) take(q *query, p param, text string) error {
	switch {
	case text == "":
		return nil
	case len(text) > p.longest():
		return fmt.Errorf("it is longer than %d bytes", p.longest())
	case !utf8.ValidString(text):
		return errors.New("it is no UTF-8 text")
	}
	var err error
	switch p.kind {
	case isText:
		q.texts[p.name] = text
	case isWord:
		q.texts[p.name], err = text, among(p.words, text)
	case isWords:
		for word := range strings.SplitSeq(text, ",") {
			if err = among(p.words, word); err != nil {
				return err
			}
			q.lists[p.name] = append(q.lists[p.name], word)
		}
	case isPair:
		if name, _, found := strings.Cut(text, "="); !found || !labelName(name) {
			return fmt.Errorf("%s is no name=value", quoted(text))
		}
		q.lists[p.name] = append(q.lists[p.name], text)
	case isInstant:
		q.times[p.name], err = parseInstant(text, a.Now().In(a.Store.Zone()))
	case isNumber:
		q.numbers[p.name], err = parseNumber(text)
	case isCount:
		q.counts[p.name], err = parseCount(text, 1, uint64(p.most))
	case isSeq:
		q.counts[p.name], err = parseCount(text, 0, math.MaxInt64)
	case isCursor:
		q.cursor, err = parseCursor(text)
	}
	return err
}

// limit is how many rows are wanted.
func (q *query) limit(usual int) int {
	if n, given := q.counts["limit"]; given {
		return int(n) // at most maxRows
	}
	return usual
}

// word returns what was said, or else the first of what may be.
func (q *query) word(name, usual string) string {
	if text := q.texts[name]; text != "" {
		return text
	}
	return usual
}

func among(words []string, text string) error {
	if text != "" && slices.Contains(words, text) {
		return nil
	}
	known := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	return fmt.Errorf("%s is not known; known: %s", quoted(text), strings.Join(known, ", "))
}

func parseNumber(text string) (float64, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || n < 0 {
		return 0, fmt.Errorf("%s is no number of at least 0, such as 0.32", quoted(text))
	}
	if n > 1e9 { // a sum of joules times it is still a number
		return 0, fmt.Errorf("%s is more than 1e9", quoted(text))
	}
	return n, nil
}

func parseCount(text string, least, most uint64) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%s is no whole number from %d to %d", quoted(text), least, most)
	}
	return n, nil
}

// A cursor is a list of texts that says where a page ended. Clients must not look into it.
func makeCursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, "\x00")))
}

func parseCursor(text string) ([]string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || !utf8.Valid(raw) {
		return nil, errCursor
	}
	return strings.Split(string(raw), "\x00"), nil
}

var errCursor = errors.New(`it is none that an answer to such a request gave; take it from "next"`)

// badCursor is the answer to a cursor of another route.
func badCursor() error { return bad("parameter cursor: %w", errCursor) }

func names(params []param) string {
	if len(params) == 0 {
		return "none"
	}
	list := make([]string, len(params))
	for i, p := range params {
		list[i] = p.name
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// quoted shows what was sent, within bounds.
func quoted(text string) string {
	if text = power.CleanLabel(text); len(text) > 80 {
		text = strings.ToValidUTF8(text[:80], "") + "…"
	}
	return strconv.Quote(text)
}
