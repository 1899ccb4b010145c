package collector

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/argus-power/argus/config"
)

// query is what the URL asks for.
type query struct {
	config.Query
	debug bool
}

func parseQuery(r *http.Request) (query, error) {
	var q query
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return q, fmt.Errorf("the query string is malformed: %w", err)
	}
	for _, name := range []string{"target", "module", "device", "debug"} {
		if len(values[name]) > 1 {
			text := "parameter " + name + " is given more than once; give it once"
			if name == "module" {
				text += ", with commas between several modules"
			}
			return q, errors.New(text)
		}
	}
	q.Query = config.Query{
		Target: values.Get("target"), Module: values.Get("module"), Device: values.Get("device"),
	}
	if text := values.Get("debug"); text != "" {
		on, err := strconv.ParseBool(text)
		if err != nil {
			return q, errors.New("debug must be true or false")
		}
		q.debug = on
	}
	return q, nil
}
