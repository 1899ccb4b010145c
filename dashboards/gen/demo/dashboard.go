package demo

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Board is what has to be known of a dashboard for asking what it asks.
type Board struct {
	UID, Title string
	Panels     []Panel
	Time       struct{ From string }
	Templating struct {
		List []Variable
	}
	Annotations struct {
		List []struct {
			Name, Expr, IconColor   string
			Enable, UseValueForTime bool
		}
	}
}

// Panel is a panel with its queries; a row has none.
type Panel struct {
	ID              int
	Type, Title     string
	Interval        string
	TimeFrom        string
	TimeShift       string
	GridPos         struct{ X, Y, W, H int }
	Panels          []Panel // of a folded row
	Folded          bool    `json:"-"` // in such a row
	Targets         []Target
	FieldConfig     json.RawMessage
	Options         json.RawMessage
	Transformations json.RawMessage
}

// Target is a query.
type Target struct {
	RefID, Expr, LegendFormat, Format string
	Instant                           bool
}

// Variable is a choice of the reader.
type Variable struct {
	Type, Name, Label, AllValue, Definition string
}

// Boards reads the dashboards of a directory.
func Boards(dir string) ([]Board, error) {
	files, err := filepath.Glob(filepath.Join(dir, "argus-*.json"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var all []Board
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var b Board
		if err := json.Unmarshal(text, &b); err != nil {
			return nil, err
		}
		for _, row := range b.Panels {
			for _, p := range row.Panels {
				p.Folded = true
				b.Panels = append(b.Panels, p)
			}
		}
		all = append(all, b)
	}
	return all, nil
}

// View is what the reader of a dashboard chose, and the time shown.
type View struct {
	Range, Step time.Duration // of the whole, and between two points
	Rate        time.Duration // the window of rates
	Values      map[string]string
}

// All is the view with all devices.
func All(span, step, rate time.Duration) View {
	return View{Range: span, Step: step, Rate: rate, Values: map[string]string{
		"job": ".+", "site": ".*", "instance": ".+", "device": ".+", "argus": ".+",
		"price": "0.30", "currency": "€", "carbon": "380",
	}}
}

var dollar = regexp.MustCompile(`\$\{?([A-Za-z_]+)\}?`)

// Expand puts the view into a query, as Grafana does. A variable that nobody knows stays.
func (v View) Expand(expr string) string {
	own := map[string]string{
		"__range": duration(v.Range), "__range_s": strconv.Itoa(int(v.Range.Seconds())),
		"__interval": duration(v.Step), "__rate_interval": duration(v.Rate),
	}
	return dollar.ReplaceAllStringFunc(expr, func(found string) string {
		name := dollar.FindStringSubmatch(found)[1]
		if value, ok := own[name]; ok {
			return value
		}
		if value, ok := v.Values[name]; ok {
			return value
		}
		return found
	})
}

func duration(d time.Duration) string { return strconv.Itoa(int(d.Seconds())) + "s" }

// MinStep is the least interval of a panel.
func (p Panel) MinStep() time.Duration {
	if p.Interval == "" {
		return 0
	}
	if days, ok := strings.CutSuffix(p.Interval, "d"); ok {
		n, _ := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour
	}
	d, _ := time.ParseDuration(p.Interval)
	return d
}
