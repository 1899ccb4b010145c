package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Series is a series of an answer: labels, and pairs of a time and a value.
type Series struct {
	Metric map[string]string `json:"metric"`
	Values [][2]any          `json:"values,omitempty"`
	Value  *[2]any           `json:"value,omitempty"`
}

// StartPrometheus runs Prometheus with a configuration and perhaps rules beside it.
func StartPrometheus(ctx context.Context, program, dir, config string, flags ...string) (*Process, error) {
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		return nil, err
	}
	address, err := FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	flags = append(flags, "--config.file="+file, "--web.listen-address="+address)
	return Start(ctx, address, "/-/ready", program, flags...)
}

// Instant asks Prometheus for one moment, or for now if it is zero.
func (p *Process) Instant(ctx context.Context, expr string, at time.Time) ([]Series, error) {
	values := url.Values{"query": {expr}}
	if !at.IsZero() {
		values.Set("time", seconds(at))
	}
	var data struct{ Result []Series }
	err := p.get(ctx, "/api/v1/query", values, &data)
	return data.Result, err
}

// Range asks Prometheus for a span of time.
func (p *Process) Range(ctx context.Context, expr string, from, to time.Time, step time.Duration) ([]Series, error) {
	var data struct{ Result []Series }
	err := p.get(ctx, "/api/v1/query_range", url.Values{
		"query": {expr}, "start": {seconds(from)}, "end": {seconds(to)},
		"step": {strconv.FormatFloat(step.Seconds(), 'f', -1, 64)},
	}, &data)
	return data.Result, err
}

// Values asks for the values of a label among the series of a selector.
func (p *Process) Values(ctx context.Context, label, selector string) ([]string, error) {
	var data []string
	err := p.get(ctx, "/api/v1/label/"+label+"/values", url.Values{"match[]": {selector}}, &data)
	return data, err
}

func (p *Process) get(ctx context.Context, path string, values url.Values, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+path+"?"+values.Encode(), nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Status, Error string
		Data          json.RawMessage
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	if answer.Status != "success" {
		return fmt.Errorf("%s: %s", answer.Status, answer.Error)
	}
	return json.Unmarshal(answer.Data, into)
}

func seconds(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64) }
