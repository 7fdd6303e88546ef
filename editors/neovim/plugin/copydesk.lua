-- Starts the server for Markdown, completes as you type, and adds the commands. If set to false before loading,
-- `vim.g.copydesk_enabled` keeps the server off, and `vim.g.copydesk_completion` leaves completion to other plugins.

if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true

local copydesk = require('copydesk')

local function command(name, action, about)
  vim.api.nvim_create_user_command(name, action, { desc = about })
end

command('CopydeskFixAll', copydesk.fix_all, 'Apply every safe fix in this file')
command('CopydeskFormat', copydesk.format, 'Format the citations of this file in the house style')
command('CopydeskExplain', function()
  copydesk.explain()
end, 'Show the page of the rule that reports a finding at the cursor')
vim.api.nvim_create_user_command('CopydeskCite', function(given)
  copydesk.cite(given.args)
end, { nargs = '?', desc = 'Insert the citation of an address, by default the one in the clipboard' })
command('CopydeskAdd', function()
  copydesk.add()
end, 'Add the source or actor at the cursor to the house’s lists')
command('CopydeskUndoAdd', copydesk.undo_add, 'Undo the last record that :CopydeskAdd wrote')
command('CopydeskRestart', copydesk.restart, 'Restart the server')
command('CopydeskLog', copydesk.log, 'Open the language server log')

vim.keymap.set({ 'n', 'i' }, '<Plug>(CopydeskCite)', function()
  copydesk.cite('')
end, { desc = 'Insert the citation of the address in the clipboard' })

-- Where the definition of a listed name leads: a read-only record.
vim.api.nvim_create_autocmd('BufReadCmd', {
  group = vim.api.nvim_create_augroup('copydesk.records', {}),
  pattern = 'copydesk-record://*',
  desc = 'Show a record from the lists',
  callback = function(event)
    copydesk.show_record(event.buf)
  end,
})

-- Makes the help tags, so that `:help copydesk` works however the plugin was installed.
local doc = vim.fs.joinpath(vim.fs.dirname(vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))), 'doc')
if vim.fn.filereadable(vim.fs.joinpath(doc, 'tags')) ~= 1 and vim.fn.filewritable(doc) == 2 then
  pcall(vim.cmd.helptags, { args = { doc } })
end

-- Shows the worst of several findings on a line first, unless the user has set the order.
if not vim.diagnostic.config().severity_sort then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('copydesk.diagnostics', {}),
    desc = 'Show the worst finding on a line first',
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'copydesk' then
        -- Pulled findings have a different namespace from pushed ones.
        for _, asked in ipairs({ true, false }) do
          vim.diagnostic.config({ severity_sort = true }, vim.lsp.diagnostic.get_namespace(client.id, asked))
        end
      end
    end,
  })
end

if vim.g.copydesk_completion ~= false then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('copydesk', {}),
    desc = 'Complete sources, dates and names as you type',
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'copydesk' then
        copydesk.complete(client.id, event.buf)
      end
    end,
  })
end

if vim.g.copydesk_enabled ~= false then
  if vim.lsp.enable then
    -- Neovim itself skips a missing program, and reports it only in its log.
    vim.api.nvim_create_autocmd('FileType', {
      group = vim.api.nvim_create_augroup('copydesk.missing', {}),
      pattern = { 'markdown', 'mdx', 'quarto', 'rmd' },
      desc = 'Notify if the server cannot be started',
      callback = function()
        copydesk.missing()
      end,
    })
    vim.lsp.enable('copydesk')
  else
    vim.notify('copydesk needs Neovim 0.11 or later; :checkhealth copydesk says more', vim.log.levels.WARN)
  end
end
