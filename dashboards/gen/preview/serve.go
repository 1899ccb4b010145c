package main

import (
	"context"
	"fmt"
	"os/exec" //nolint:depguard // this draws pictures
	"strconv"
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
)

// fill makes the data of a Prometheus of a history.
func fill(ctx context.Context, file, data string) error {
	cmd := exec.CommandContext(ctx, "promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet",
		"--max-block-duration=200h", file, data)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("promtool: %w\n%s", err, out)
	}
	return nil
}

// newest is when the history ends.
func newest(ctx context.Context, server *demo.Process) (time.Time, error) {
	got, err := server.Instant(ctx, "max(max_over_time(timestamp(up)[60d:1h])) or vector(0)", time.Now())
	if err != nil || len(got) != 1 {
		return time.Time{}, fmt.Errorf("%d series: %w", len(got), err)
	}
	text, _ := got[0].Value[1].(string)
	hour, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return time.Time{}, err
	}
	// The hour is that before the end at most: the rest is found by the minute.
	end := time.Unix(int64(hour), 0)
	for at := end; at.Before(end.Add(70 * time.Minute)); at = at.Add(time.Minute) {
		if got, err := server.Instant(ctx, "max(timestamp(up))", at); err == nil && len(got) == 1 {
			if text, _ := got[0].Value[1].(string); text == strconv.FormatInt(at.Unix(), 10) {
				end = at
			}
		}
	}
	return end, nil
}

// serve runs a Prometheus on its data.
func serve(ctx context.Context, dir, data string) (*demo.Process, error) {
	program, err := exec.LookPath("prometheus")
	if err != nil {
		return nil, err
	}
	return demo.StartPrometheus(ctx, program, dir, "global: {}\n", "--storage.tsdb.path="+data,
		"--storage.tsdb.retention.time=100d")
}
