package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec" //nolint:depguard // this draws pictures
	"path/filepath"
	"strconv"
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
)

//go:embed page.html
var page string

//go:embed page.js
var script string

const (
	width   = 1500 // pixels of a picture
	tallest = 4000
	rowStep = 38 // pixels of a row of the grid and the gap below it
)

// answered is a panel with the answers to its queries, as the page reads it.
type answered struct {
	demo.Panel
	Answers [][]demo.Series
	Span    demo.View
	From    int64
	To      int64
	Step    float64
}

// draw makes a picture of each dashboard.
func draw(ctx context.Context, s settings, dir string, server *demo.Process, now time.Time) error {
	boards, err := demo.Boards(s.boards)
	if err != nil {
		return err
	}
	charts, err := filepath.Abs(s.charts)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.out, 0o755); err != nil { //nolint:gosec // for everybody to read
		return err
	}
	for _, b := range boards {
		panels, marks, err := ask(ctx, server, b, now)
		if err != nil {
			return fmt.Errorf("%s: %w", b.UID, err)
		}
		height := 0
		for _, p := range panels {
			height = max(height, (p.GridPos.Y+p.GridPos.H)*rowStep)
		}
		data, err := json.Marshal(map[string]any{
			"title": b.Title, "uid": b.UID, "panels": panels, "variables": b.Templating.List, "marks": marks,
			"chosen": shown()[b.UID],
		})
		if err != nil {
			return err
		}
		file := filepath.Join(dir, b.UID+".html")
		text := fmt.Sprintf(page, "file://"+charts, data, script)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return err
		}
		shot := filepath.Join(dir, b.UID+".png")
		if err := photograph(ctx, s.browser, file, shot, min(height+110, tallest)); err != nil {
			return err
		}
		if err := reduce(shot, filepath.Join(s.out, b.UID+".png")); err != nil {
			return err
		}
	}
	return nil
}

func photograph(ctx context.Context, browser, file, shot string, height int) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--allow-file-access-from-files", "--force-device-scale-factor=1", "--virtual-time-budget=5000",
		"--window-size="+strconv.Itoa(width)+","+strconv.Itoa(height), "--screenshot="+shot, "file://"+file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", browser, err, out)
	}
	return nil
}
