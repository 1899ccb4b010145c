package check

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// Flags are the names of Argus' flags, as its source in root defines them, and those that it has from the libraries
// that all exporters share.
func Flags(root string) (map[string]bool, error) {
	found := map[string]bool{
		"web.listen-address": true, "web.config.file": true, "web.systemd-socket": true,
		"log.level": true, "log.format": true,
	}
	names, err := filepath.Glob(filepath.Join(root, "main*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("flags of Argus: %w", err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if flag, is := definition(n); is {
				found[flag] = true
			}
			return true
		})
	}
	return found, nil
}

// definition is app.Flag("name", …): a flag of all commands.
func definition(n ast.Node) (string, bool) {
	call, is := n.(*ast.CallExpr)
	if !is || len(call.Args) == 0 {
		return "", false
	}
	method, is := call.Fun.(*ast.SelectorExpr)
	if !is || method.Sel.Name != "Flag" {
		return "", false
	}
	of, is := method.X.(*ast.Ident)
	text, literal := call.Args[0].(*ast.BasicLit)
	if !is || of.Name != "app" || !literal {
		return "", false
	}
	name, err := strconv.Unquote(text.Value)
	return name, err == nil
}
