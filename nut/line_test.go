package nut

import (
	"errors"
	"strings"
	"testing"
)

func TestUnquote(t *testing.T) {
	for _, tt := range []struct {
		name, word, want string
		err              error
	}{
		{"plain", `"OL CHRG"`, "OL CHRG", nil},
		{"empty", `""`, "", nil},
		{"blanks stay", `"  x "`, "  x ", nil},
		{"escapes", `"say \"hi\" back\\slash \#hash end"`, `say "hi" back\slash #hash end`, nil},
		{"any byte may be escaped", `"\a\ "`, "a ", nil},
		{"escaped backslash at the end", `"C:\\"`, `C:\`, nil},
		{"inner quotes without escapes", `"the "big" one"`, `the "big" one`, nil},
		{"not UTF-8", "\"caf\xe9\"", "caf\xe9", nil},
		{"bare", `100`, "100", nil},
		{"nothing", ``, "", nil},
		{"one quote", `"`, "", ErrQuoting},
		{"unterminated", `"OL`, "", ErrQuoting},
		{"closing quote is escaped", `"OL\"`, "", ErrQuoting},
		{"text behind the quote", `"OL" x`, "", ErrQuoting},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := unquote([]byte(tt.word))
			if string(got) != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("unquote(%s) = %q, %v, want %q, %v", tt.word, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestAppendQuoted(t *testing.T) {
	if got, want := string(appendQuoted(nil, `a"b\c#d e`)), `"a\"b\\c\#d e"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseVar(t *testing.T) {
	for _, tt := range []struct {
		name, rest string
		want       Var
		err        error
	}{
		{"usual", `battery.charge "100"`, Var{"battery.charge", "100"}, nil},
		{"empty value", `ups.alarm ""`, Var{"ups.alarm", ""}, nil},
		{"several blanks", "a  \t \"b\"", Var{"a", "b"}, nil},
		{"escapes", `a "\"\\\#"`, Var{"a", `"\#`}, nil},
		{"bare value", `a 1`, Var{"a", "1"}, nil},
		{"no value", `a`, Var{}, ErrUnexpectedLine},
		{"nothing", ``, Var{}, ErrUnexpectedLine},
		{"half a value", `a "1`, Var{}, ErrQuoting},
		{
			"longest value", `a "` + strings.Repeat("x", 99) + `"`,
			Var{"a", strings.Repeat("x", 99)},
			nil,
		},
		{"too long", `a "` + strings.Repeat("x", 100) + `"`, Var{}, ErrValueTooLong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseVar([]byte(tt.rest), 99)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

// The name and value are moved together within the buffer that holds the lines not yet read.
func TestParseVarLeavesTheNextLineAlone(t *testing.T) {
	buffer := []byte("a.b \"c\\\"d\"\nVAR next")
	if _, err := parseVar(buffer[:10], 99); err != nil {
		t.Fatal(err)
	}
	if got := string(buffer[10:]); got != "\nVAR next" {
		t.Errorf("behind the line: %q", got)
	}
}

func TestParseUPS(t *testing.T) {
	for _, tt := range []struct {
		rest string
		want UPS
		err  error
	}{
		{`eaton "Rack 3"`, UPS{"eaton", "Rack 3"}, nil},
		{`eaton "Description unavailable"`, UPS{"eaton", ""}, nil},
		{`eaton "Unavailable"`, UPS{"eaton", ""}, nil},
		{`eaton`, UPS{"eaton", ""}, nil},
		{``, UPS{}, ErrUnexpectedLine},
		{`eaton "Rack`, UPS{}, ErrQuoting},
		{`eaton "` + strings.Repeat("x", 100) + `"`, UPS{}, ErrValueTooLong},
	} {
		got, err := parseUPS([]byte(tt.rest), 99)
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: got %q, %v, want %q, %v", tt.rest, got, err, tt.want, tt.err)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		line string
		want bool
	}{
		{"END LIST VAR eaton", true},
		{"end list var EATON", true},
		{"END  LIST\tVAR eaton", true},
		{"END LIST VAR eaton2", false},
		{"END LIST VAR", false},
		{"END LIST VAR eaton x", false},
		{"", false},
	} {
		if got := matches([]byte(tt.line), "END", "LIST", "VAR", "eaton"); got != tt.want {
			t.Errorf("%q: got %t", tt.line, got)
		}
	}
}

func TestServerError(t *testing.T) {
	for _, tt := range []struct {
		rest, code, text, message string
	}{
		{"DATA-STALE", "DATA-STALE", "", "server answered ERR DATA-STALE"},
		{"data-stale", "DATA-STALE", "", "server answered ERR DATA-STALE"},
		{
			"MAX-CLIENTS go away", "MAX-CLIENTS", "go away",
			`server answered ERR MAX-CLIENTS "go away"`,
		},
		{"ALREADY-SSL-MODE", "ALREADY-SSL-MODE", "", "server answered ERR ALREADY-SSL-MODE"},
		{"hunter2", "HUNTER2", "", `server answered ERR "HUNTER2"`},
		{"NOT-OURS at all", "NOT-OURS", "at all", `server answered ERR "NOT-OURS" "at all"`},
		{"\x1b[2J", "\x1b[2J", "", `server answered ERR "\x1b[2J"`},
		{"", "", "", `server answered ERR ""`},
	} {
		e := serverError([]byte(tt.rest))
		if e.Code != tt.code || e.Text != tt.text || e.Error() != tt.message {
			t.Errorf("%q: got %q %q %s", tt.rest, e.Code, e.Text, e)
		}
	}
	if e := serverError([]byte(strings.Repeat("x", 999) + " " + strings.Repeat("y", 999))); len(
		e.Code) != 256 || len(e.Text) != 256 {
		t.Errorf("not bounded: %d, %d", len(e.Code), len(e.Text))
	}
	err := error(&ServerError{Code: CodeDataStale, Text: "since noon"})
	if !errors.Is(err, &ServerError{Code: CodeDataStale}) {
		t.Error("errors.Is does not find the code")
	}
	if errors.Is(err, &ServerError{Code: CodeUnknownUPS}) ||
		errors.Is(err, &ServerError{Code: CodeDataStale, Text: "other"}) {
		t.Error("errors.Is finds what is not there")
	}
}

func TestCommands(t *testing.T) {
	for _, tt := range []struct {
		command command
		line    string
	}{
		{command{verb: askListUPS}, "LIST UPS\n"},
		{command{verb: askListVar, ups: "a"}, "LIST VAR a\n"},
		{command{verb: askGetVar, ups: "a", name: "b.c"}, "GET VAR a b.c\n"},
		{command{verb: askVersion}, "VER\n"},
		{command{verb: askNetVersion}, "NETVER\n"},
		{command{verb: askStartTLS}, "STARTTLS\n"},
		{command{verb: giveUsername, ups: "me"}, "USERNAME \"me\"\n"},
		{command{verb: givePassword, ups: `s3c"ret#1`}, "PASSWORD \"s3c\\\"ret\\#1\"\n"},
	} {
		if got := string(tt.command.append(nil)); got != tt.line {
			t.Errorf("got %q, want %q", got, tt.line)
		}
		if strings.Contains(tt.command.String(), "s3c") {
			t.Errorf("%s gives the password away", tt.command)
		}
	}
}

func TestCheckName(t *testing.T) {
	for name, want := range map[string]bool{
		"ups": true, "UPS-1_a.b:c": true, strings.Repeat("x", 128): true,
		"": false, strings.Repeat("x", 129): false, "a b": false, "a\nFSD b": false, "a\x00": false,
		"a\"": false, "a#": false, "ä": false, "a@b": false,
	} {
		if err := checkName(name); (err == nil) != want || (err != nil) != errors.Is(err,
			ErrInvalidName) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
