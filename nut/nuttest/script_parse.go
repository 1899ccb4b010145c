package nuttest

import (
	"errors"
	"fmt"
	"strings"
)

// step is one line of a script.
type step struct {
	kind stepKind
	text string
	line int // in the script, from 1
}

type stepKind int

const (
	clientSays stepKind = iota
	serverSays
	serverCloses
	clientCloses
)

// String says where in the script the step stands.
func (s step) String() string {
	switch s.kind {
	case clientSays:
		return fmt.Sprintf("line %d: C: %s", s.line, s.text)
	case serverSays:
		return fmt.Sprintf("line %d: S: %s", s.line, strings.TrimSuffix(s.text, "\n"))
	case serverCloses:
		return fmt.Sprintf("line %d: X", s.line)
	}
	return fmt.Sprintf("line %d: W", s.line)
}

// parseScript returns the steps of each connection.
func parseScript(dialogue string) ([][]step, error) {
	connections := [][]step{nil}
	number := 0
	for text := range strings.SplitSeq(dialogue, "\n") {
		number++
		text = strings.TrimLeft(text, " \t")
		last := len(connections) - 1
		switch {
		case text == "" || strings.HasPrefix(text, "#"):
			continue
		case strings.TrimSpace(text) == "---":
			connections = append(connections, nil)
			continue
		}
		s, err := parseStep(text, number)
		if err != nil {
			return nil, err
		}
		connections[last] = append(connections[last], s)
	}
	for _, steps := range connections {
		if len(steps) == 0 {
			return nil, errors.New("script: a connection without a step")
		}
	}
	return connections, nil
}

// parseStep reads one line. One blank behind the mark belongs to the mark, all others to the text.
func parseStep(text string, line int) (step, error) {
	switch strings.TrimSpace(text) {
	case "X":
		return step{kind: serverCloses, line: line}, nil
	case "W":
		return step{kind: clientCloses, line: line}, nil
	}
	mark, rest := text[:min(2, len(text))], strings.TrimPrefix(text[min(2, len(text)):], " ")
	switch mark {
	case "C:":
		return step{kind: clientSays, text: rest, line: line}, nil
	case "S:":
		return step{kind: serverSays, text: rest + "\n", line: line}, nil
	case "S~":
		return step{kind: serverSays, text: rest, line: line}, nil
	}
	return step{}, fmt.Errorf("script: line %d: %q begins with none of C: S: S~ X W --- #", line, text)
}
