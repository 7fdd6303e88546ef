-- What an editor who cites in notes would do: cite a copied address, number the notes, convert an article, write the list of
-- sources. Run by tests/editors/test_neovim.py in the folder that it fills.

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local helpers = dofile(vim.fs.joinpath(here, 'helpers.lua'))
local wait, line_of, text = helpers.wait, helpers.line_of, helpers.text

--- Runs the action with this title, at the second letter of the first match of these words.
local function act(words, title, kind)
  -- The editor collects changes for a moment before it sends them to the server.
  vim.wait(300)
  local row, column = line_of(words)
  vim.api.nvim_win_set_cursor(0, { row, column + 1 })
  vim.lsp.buf.code_action({
    context = { only = { kind }, diagnostics = {} },
    apply = true,
    filter = function(action)
      return action.title == title
    end,
  })
end

helpers.run(function()
  helpers.served()
  local before = text()

  -- The mapping in the help, with a copied address.
  vim.keymap.set('n', '<leader>c', '<Plug>(CopydeskCite)')
  vim.fn.setreg('"', 'https://www.dawn.com/2018/10/05/road?utm_source=x')
  local row = line_of('Rain fell')
  vim.api.nvim_win_set_cursor(0, { row, 0 })
  vim.cmd('normal! $')
  vim.api.nvim_feedkeys(vim.keycode('<leader>c'), 'mx', false)
  wait('the note', function()
    return text():find('Rain fell.[^3]', 1, true) ~= nil
  end)
  local definition = '\n[^3]: “[title],” *Dawn*, October 5, 2018, https://www.dawn.com/2018/10/05/road.\n'
  assert(text():find(definition, 1, true), text())
  vim.cmd('silent undo')
  assert(text() == before, 'one step back undoes both')

  act('[^2]', 'Number the notes in order', 'refactor')
  wait('the order', function()
    return text():find('Мандеры.[^1] The quay is open.[^2]', 1, true) ~= nil
  end)
  assert(text():find('[^1]: “Boats Found', 1, true), text())
  vim.cmd('silent write')

  -- A note is renamed at its reference and its definition.
  row = line_of('Мандеры.[^1]')
  local _, column = line_of('[^1] The quay')
  vim.api.nvim_win_set_cursor(0, { row, column + 2 })
  vim.lsp.buf.rename('boats')
  wait('both places', function()
    return text():find('Мандеры.[^boats]', 1, true) ~= nil and text():find('\n[^boats]: “Boats', 1, true) ~= nil
  end)

  vim.cmd('edit! brackets.md')
  helpers.served()
  local brackets = text()
  act('[Dawn]', 'Turn into a note', 'refactor')
  wait('the note', function()
    return text():find('One lorry left 🚚.[^1] Two came ([Dawn]', 1, true) ~= nil
  end)
  assert(text():find('\n[^1]: [Dawn](https://www.dawn.com/news/1), May 4, 2018.', 1, true), text())
  act('[^1]', 'Turn into a bracketed citation', 'refactor')
  wait('the citation', function()
    return text() == brackets
  end)
  act('[Dawn]', 'Turn the citations of this article into notes', 'refactor')
  wait('the article in notes', function()
    return text():find('[^2]: [Dawn](https://www.dawn.com/news/2), May 5, 2018.', 1, true) ~= nil
  end)
  assert(text():find('([Reuters](https://www.reuters.com/article/a), May 6)', 1, true), text())
  act('[^1]', 'Turn the notes of this document into bracketed citations', 'refactor')
  wait('the way back', function()
    return text() == brackets
  end)
  act('[Dawn]', 'Turn the citations of this document into notes', 'refactor')
  wait('the document in notes', function()
    return text():find('[^4]: ', 1, true) ~= nil and not text():find('([', 1, true)
  end)
  vim.cmd('silent write')

  -- A note that is not in the form of the others, and an address that a library knows.
  vim.cmd('edit library/uneven.md')
  helpers.served()
  act('Port Burns', 'Write this note in the form of the others', 'refactor')
  wait('the form', function()
    return text():find('\n[^4]: “Port Burns,” *Reuters*, May 6, 2018.', 1, true) ~= nil
  end)
  act('www.dawn.com/2018', 'Cite the report of Dawn in a note', 'refactor')
  wait('the citation', function()
    return text():find('Rain fell.[^5]', 1, true) ~= nil
  end)
  definition = '\n[^5]: Lena Holt, “[Rain at the Port](https://www.dawn.com/2018/10/05/rain),” *Dawn*, October 5, 2018.'
  assert(text():find(definition, 1, true), text())
  vim.cmd('silent write')

  -- A list of sources in the document.
  vim.cmd('edit listed/draft.md')
  helpers.served()
  wait('the finding', function()
    return helpers.finding('stale-source-list') ~= nil
  end)
  act('([Dawn]', 'Write the list of sources', 'quickfix')
  wait('the list', function()
    return text():find('\n## Sources\n\n* [Daily Nation](', 1, true) ~= nil
  end)
  wait('silence', function()
    return helpers.finding('stale-source-list') == nil
  end)
end)
