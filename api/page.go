package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"
)

// page answers with rows as JSON or CSV. Next is the cursor of the next page, "" at the last one.
func page[T any](w http.ResponseWriter, r *http.Request, q *query, name string, rows []T, next string) error {
	if rows == nil {
		rows = []T{} // in JSON nil would be null
	}
	var cursor *string
	if next != "" {
		cursor = &next
		values := r.URL.Query()
		values.Set("cursor", next)
		w.Header().Set("Link", "<?"+values.Encode()+`>; rel="next"`)
	}
	if q.texts["format"] == "csv" {
		body, err := table(rows)
		if err != nil {
			return fmt.Errorf("write %s as CSV: %w", name, err)
		}
		q.reply(w, r, typeCSV, body)
		return nil
	}
	body, err := json.Marshal(map[string]any{name: rows, "next": cursor})
	if err != nil {
		return fmt.Errorf("write %s as JSON: %w", name, err)
	}
	q.reply(w, r, typeJSON, append(body, '\n'))
	return nil
}

// table writes rows as CSV (RFC 4180): the columns are the fields of the JSON.
func table[T any](rows []T) ([]byte, error) {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	_ = out.Write(columns(nil, reflect.TypeFor[T]())) // a buffer takes everything
	var cells []string
	for i := range rows {
		var err error
		if cells, err = fields(cells[:0], reflect.ValueOf(&rows[i]).Elem()); err != nil {
			return nil, err
		}
		_ = out.Write(cells)
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

func columns(list []string, t reflect.Type) []string {
	for f := range t.Fields() {
		if f.Anonymous {
			list = columns(list, f.Type)
			continue
		}
		list = append(list, f.Tag.Get("json"))
	}
	return list
}

func fields(cells []string, row reflect.Value) ([]string, error) {
	for i := range row.NumField() {
		if row.Type().Field(i).Anonymous {
			var err error
			if cells, err = fields(cells, row.Field(i)); err != nil {
				return nil, err
			}
			continue
		}
		text, err := cell(row.Field(i).Interface())
		if err != nil {
			return nil, err
		}
		cells = append(cells, text)
	}
	return cells, nil
}

// cell writes a value as in JSON, but texts without their quotes, lists with blanks between
// their texts, and nothing for null.
func cell(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return harmless(v), nil
	case []string:
		return harmless(strings.Join(v, " ")), nil
	}
	raw, err := json.Marshal(v)
	switch text := string(raw); {
	case err != nil:
		return "", err
	case text == "null":
		return "", nil
	case text[0] == '"': // a time
		return strings.Trim(text, `"`), nil
	default:
		return text, nil
	}
}

// harmless keeps a spreadsheet from taking a text for a formula: an apostrophe before it says that it is none.
// Some take the wide forms of the signs that begin one for the same. Numbers are not texts, and never changed.
func harmless(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}
